package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.Commits;
import io.millrace.checkpoint.FakeStream;
import io.millrace.checkpoint.FakeTime;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.Requests;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

public class DynamoDbCheckpointStoreTest {
    private final CheckpointTable table = LocalTable.fresh();
    private final DynamoDbCheckpointStore store = LocalTable.open(table);
    private final DynamoDbClient client = LocalTable.client();

    @After
    public void close() {
        store.close();
        client.close();
    }

    private Map<String, AttributeValue> headerKey(long number) {
        return Map.of("HashKey", fromS("top-errors"), "RangeKey", fromS(ItemKeys.header(Plans.key(number))));
    }

    private void change(long number, String attribute, AttributeValue value) {
        client.updateItem(request -> request.tableName(table.name())
                .key(headerKey(number))
                .updateExpression("SET #a = :v")
                .expressionAttributeNames(Map.of("#a", attribute))
                .expressionAttributeValues(Map.of(":v", value)));
    }

    private List<Map<String, AttributeValue>> items() {
        return client.scanPaginator(request -> request.tableName(table.name())).items().stream()
                .toList();
    }

    @Test
    public void aPlanComesBackAsItWasStored() {
        IterationPlan plan = Plans.of(Plans.key(0), 7);
        assertThat(store.find(Plans.key(0))).isEmpty();
        assertThat(store.putIfAbsent(plan)).isEqualTo(plan);
        assertThat(store.find(Plans.key(0))).contains(plan);
        assertThat(items()).hasSize(1);
    }

    @Test
    public void aSmallPlanIsOneItemOfPlainAttributes() {
        store.putIfAbsent(Plans.of(Plans.key(17), 2));
        Map<String, AttributeValue> item = items().get(0);
        assertThat(item.get("HashKey").s()).isEqualTo("top-errors");
        assertThat(item.get("RangeKey").s()).isEqualTo(Plans.CLICKS + "#iteration#0000000000000000017");
        assertThat(item.get("LayoutVersion").n()).isEqualTo("1");
        assertThat(item.get("Stream").s()).isEqualTo(Plans.CLICKS);
        assertThat(item.get("StreamCreated").s()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(item.get("Iteration").n()).isEqualTo("17");
        assertThat(item.get("PlannedAt").s()).isEqualTo("2026-03-01T12:00:00.123Z");
        assertThat(item.get("State").s()).isEqualTo("PLANNED");
        assertThat(item.get("ShardCount").n()).isEqualTo("2");
        assertThat(item.get("ShardsWithRecords").n()).isEqualTo("2");
        assertThat(item.get("Shards").l().get(0).m())
                .isEqualTo(Map.of(
                        "ShardId", fromS("shardId-000000000000"),
                        "First", fromS("49590338271490256608559692538361571095921575989136588898"),
                        "Last", fromS("49590338271490256608559692540925702759324208523137515618"),
                        "Consumed", fromS("49590338271490256608559692540925702759324208523137515618"),
                        "Finished", AttributeValue.fromBool(false)));
    }

    @Test
    public void tenThousandShardsComeBackAsTheyWereStored() {
        IterationPlan plan = Plans.of(Plans.key(0), 10_000);
        assertThat(store.putIfAbsent(plan)).isEqualTo(plan);
        assertThat(store.find(Plans.key(0))).contains(plan);
        assertThat(store.newest(plan.key().reader(), Plans.CLICKS)).contains(Summary.of(plan));
        assertThat(items())
                .extracting(item -> item.get("RangeKey").s())
                .as("a header and its chunks, no intent")
                .allMatch(range -> range.contains("#iteration#") || range.contains("#shards#"))
                .hasSizeBetween(6, 12);
    }

    @Test
    public void theFirstPlanOfAnIterationStays() {
        IterationPlan first = Plans.of(Plans.key(0), 10_000);
        store.putIfAbsent(first);
        int items = items().size();

        assertThat(store.putIfAbsent(Plans.of(Plans.key(0), 3))).isEqualTo(first);
        assertThat(store.putIfAbsent(Plans.of(Plans.key(0), 9_000))).isEqualTo(first);
        assertThat(items()).as("the loser leaves nothing").hasSize(items);
    }

    @Test
    public void committingIsRepeatableAndKeepsTheFirstTime() {
        store.putIfAbsent(Plans.of(Plans.key(0), 3));
        Commits.commit(store, Plans.key(0));
        String at = items().get(0).get("CommittedAt").s();
        Commits.commit(store, Plans.key(0));
        assertThat(store.find(Plans.key(0)))
                .contains(Plans.of(Plans.key(0), 3).withState(IterationPlan.State.COMMITTED));
        assertThat(items().get(0).get("CommittedAt").s()).isEqualTo(at);
    }

    @Test
    public void whatWasNeverPlannedCanNotBeCommitted() {
        assertThatThrownBy(() -> store.commitAll(List.of(PlannedIteration.of(Plans.of(Plans.key(4), 1)))))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("iteration 4 of logical name 'top-errors'")
                .hasMessageContaining("never planned");
        assertThat(items()).isEmpty();
    }

    @Test
    public void iterationsAreListedByReaderAndStreamInOrderOfTheirNumbers() {
        IterationKey otherStream = new IterationKey(Plans.key(0).reader(), Plans.CLICKS + "2", IterationNumber.ZERO);
        IterationKey otherReader = new IterationKey(new LogicalName("audit"), Plans.CLICKS, IterationNumber.ZERO);
        for (long number : new long[] {10, 9, 100}) {
            store.putIfAbsent(Plans.of(Plans.key(number), 1));
        }
        store.putIfAbsent(Plans.of(otherStream, 1));
        store.putIfAbsent(Plans.of(otherReader, 10_000));

        assertThat(store.iterations(Plans.key(0).reader(), Plans.CLICKS))
                .extracting(Summary::key)
                .containsExactly(Plans.key(9), Plans.key(10), Plans.key(100));
        assertThat(store.newest(Plans.key(0).reader(), Plans.CLICKS))
                .map(Summary::key)
                .contains(Plans.key(100));
        assertThat(store.newest(new LogicalName("nobody"), Plans.CLICKS)).isEmpty();
        assertThat(store.all())
                .extracting(Summary::key)
                .containsExactly(otherReader, Plans.key(9), Plans.key(10), Plans.key(100), otherStream);
    }

    @Test
    public void listingReadsAllPages() {
        // 60 headers of about 30 KB are more than the 1 MB that DynamoDB answers at once.
        for (int number = 0; number < 60; number++) {
            store.putIfAbsent(Plans.of(Plans.key(number), 130));
        }
        assertThat(items()).as("all of them inline").hasSize(60);
        assertThat(store.iterations(Plans.key(0).reader(), Plans.CLICKS)).hasSize(60);
        assertThat(store.all()).hasSize(60);
    }

    @Test
    public void itemsOfOthersAndUnknownAttributesAreIgnored() {
        IterationPlan plan = Plans.of(Plans.key(0), 3);
        store.putIfAbsent(plan);
        change(0, "AddedByALaterVersion", fromS("x"));
        client.putItem(request -> request.tableName(table.name())
                .item(Map.of("HashKey", fromS("top-errors"), "RangeKey", fromS("clicks#0"), "State", fromN("1"))));

        assertThat(store.find(Plans.key(0))).contains(plan);
        assertThat(store.all()).containsExactly(Summary.of(plan));
    }

    @Test
    public void aNewerLayoutIsRefusedByName() {
        store.putIfAbsent(Plans.of(Plans.key(0), 3));
        change(0, "LayoutVersion", fromN("2"));
        assertThatThrownBy(() -> store.find(Plans.key(0)))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining(table.name())
                .hasMessageContaining("layout version 2")
                .hasMessageContaining("reads version 1");
    }

    @Test
    public void whatCanNotBeUnderstoodIsNamed() {
        store.putIfAbsent(Plans.of(Plans.key(0), 3));
        change(0, "State", fromS("HALF"));
        assertThatThrownBy(() -> store.find(Plans.key(0)))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("#iteration#0000000000000000000")
                .hasMessageContaining("attribute State is 'HALF'");
        change(0, "State", fromN("1"));
        assertThatThrownBy(() -> store.find(Plans.key(0))).hasMessageContaining("attribute State is not a string");
        change(0, "State", fromS("PLANNED"));
        change(0, "ShardCount", fromN("4"));
        assertThatThrownBy(() -> store.find(Plans.key(0))).hasMessageContaining("it counts 4 shards, but 3 are there");
    }

    @Test
    public void aChunkThatSomebodyDeletedIsNamed() {
        store.putIfAbsent(Plans.of(Plans.key(0), 10_000));
        Map<String, AttributeValue> chunk = items().stream()
                .filter(item -> item.get("RangeKey").s().endsWith("#00003"))
                .findFirst()
                .orElseThrow();
        client.deleteItem(request -> request.tableName(table.name())
                .key(Map.of("HashKey", chunk.get("HashKey"), "RangeKey", chunk.get("RangeKey"))));
        assertThatThrownBy(() -> store.find(Plans.key(0)))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining(chunk.get("RangeKey").s())
                .hasMessageContaining("is missing");
    }

    @Test
    public void aTableThatIsDeletedMeanwhileIsNamed() {
        client.deleteTable(request -> request.tableName(table.name()));
        assertThatThrownBy(() -> store.find(Plans.key(0)))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining(table.name())
                .hasMessageContaining("ResourceNotFoundException");
    }

    @Test
    public void aStreamIsNotEvenLookedAtWhenTheStoreFails() {
        FakeTime time = new FakeTime();
        FakeStream stream = new FakeStream("clicks", time::instant);
        stream.put(stream.open());
        client.deleteTable(request -> request.tableName(table.name()));

        assertThatThrownBy(() -> new IterationPlanner(store, time, time).plan(Requests.number(0), stream))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining(table.name());
        assertThat(stream.asked()).isEmpty();
    }
}
