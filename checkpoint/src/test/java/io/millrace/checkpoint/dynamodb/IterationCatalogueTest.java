package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore.Condition;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.Commits;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationSelection;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.StoredIteration;
import io.millrace.checkpoint.dynamodb.IterationCatalogue.Share;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the catalogue finds, for each way to select iterations, and that it reads no more than it must. */
public class IterationCatalogueTest {
    private static final String ORDERS = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";
    private static final String ORDERS_TOO = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders-too";
    private static final Instant COMMITTED = Instant.parse("2026-03-01T12:10:00Z");
    /** So many that they do not fit into the header. */
    private static final int MANY = 2_000;

    private final CheckpointTable table = LocalTable.fresh();
    private final List<IterationPlan> stored = new ArrayList<>();
    private DynamoDbCheckpointStore store;
    private IterationCatalogue catalogue;

    @Before
    public void fill() {
        store = DynamoDbCheckpointStore.open(LocalTable.client(), table, Clock.fixed(COMMITTED, ZoneOffset.UTC));
        for (String reader : List.of("errors", "archive")) {
            for (String stream : List.of(ORDERS, ORDERS_TOO)) {
                for (long number : List.of(0L, 9L, 10L)) {
                    put(reader, stream, number, 3);
                }
            }
        }
        catalogue = IterationCatalogue.open(LocalTable.client(), table);
    }

    @After
    public void close() {
        catalogue.close();
        store.close();
    }

    private IterationKey put(String reader, String stream, long number, int shards) {
        IterationKey key = key(reader, stream, number);
        stored.add(store.putIfAbsent(Plans.of(key, shards)));
        return key;
    }

    private static IterationKey key(String reader, String stream, long number) {
        return new IterationKey(new LogicalName(reader), stream, new IterationNumber(number));
    }

    private List<IterationKey> keys(IterationSelection selection) {
        return catalogue
                .iterations(selection, Share.WHOLE)
                .map(iteration -> iteration.plan().key())
                .toList();
    }

    private static IterationSelection selection(String reader, String arn, String name, long from, long to) {
        return new IterationSelection(
                Optional.ofNullable(reader).map(LogicalName::new),
                Optional.ofNullable(arn),
                Optional.ofNullable(name),
                new IterationNumber(from),
                new IterationNumber(to));
    }

    @Test
    public void allIterationsAreFoundWithTheirShardsAlsoTheLargeOnes() {
        IterationKey large = put("large", ORDERS, 0, MANY);
        Commits.commit(store, large);
        stored.replaceAll(plan -> plan.key().equals(large) ? plan.withState(IterationPlan.State.COMMITTED) : plan);

        List<StoredIteration> found =
                catalogue.iterations(IterationSelection.ALL, Share.WHOLE).toList();

        assertThat(found).extracting(StoredIteration::plan).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(found)
                .filteredOn(iteration -> iteration.committedAt().isPresent())
                .extracting(
                        iteration -> iteration.plan().key(),
                        iteration -> iteration.committedAt().get())
                .containsExactly(tuple(large, COMMITTED));
    }

    @Test
    public void theSharesOfAScanAreDisjointAndComplete() {
        List<IterationPlan> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            catalogue.iterations(IterationSelection.ALL, new Share(i, 3)).forEach(one -> found.add(one.plan()));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    public void eachRestrictionHolds() {
        assertThat(keys(selection("errors", ORDERS, null, 9, 9))).containsExactly(key("errors", ORDERS, 9));
        assertThat(keys(selection("errors", ORDERS, null, 1, Long.MAX_VALUE)))
                .containsExactlyInAnyOrder(key("errors", ORDERS, 9), key("errors", ORDERS, 10));
        assertThat(keys(selection("errors", null, "orders", 10, 10))).containsExactly(key("errors", ORDERS, 10));
        assertThat(keys(selection(null, null, "orders", 0, 0)))
                .containsExactlyInAnyOrder(key("errors", ORDERS, 0), key("archive", ORDERS, 0));
        assertThat(keys(selection(null, ORDERS_TOO, null, 10, 20)))
                .containsExactlyInAnyOrder(key("errors", ORDERS_TOO, 10), key("archive", ORDERS_TOO, 10));
        assertThat(keys(selection("errors", null, null, 0, Long.MAX_VALUE))).hasSize(6);
        assertThat(keys(selection("nobody", null, null, 0, Long.MAX_VALUE))).isEmpty();
        assertThat(keys(selection(null, null, null, 5, 4))).isEmpty();
    }

    @Test
    public void itemsOfOthersAreIgnored() {
        try (DynamoDbClient client = LocalTable.client()) {
            client.putItem(request -> request.tableName(table.name())
                    .item(Map.of(
                            table.hashKey(),
                            AttributeValue.fromS("errors"),
                            table.rangeKey(),
                            AttributeValue.fromS(ORDERS + "#iteration#foreign"),
                            "Iteration",
                            AttributeValue.fromN("9"))));
        }
        assertThat(keys(IterationSelection.ALL)).hasSize(stored.size());
        assertThat(keys(selection("errors", null, null, 9, 9))).hasSize(2);
    }

    @Test
    public void anIterationThatIsRemovedMeanwhileIsLeftOutAndADamagedOneIsAnError() {
        put("large", ORDERS, 0, MANY);
        IterationKey second = put("large", ORDERS, 1, MANY);
        IterationSelection both = selection("large", ORDERS, null, 0, 1);
        Iterator<StoredIteration> onePage =
                catalogue.iterations(both, Share.WHOLE).iterator();
        assertThat(onePage.next().plan().key()).isEqualTo(key("large", ORDERS, 0));
        IterationPlan seen = store.find(second).orElseThrow();
        store.remove(Summary.of(seen), Condition.noneAfter(second));
        assertThat(onePage.hasNext()).isFalse();

        String chunk = chunkOf(key("large", ORDERS, 0));
        try (DynamoDbClient client = LocalTable.client()) {
            client.deleteItem(request -> request.tableName(table.name())
                    .key(Map.of(
                            table.hashKey(), AttributeValue.fromS("large"),
                            table.rangeKey(), AttributeValue.fromS(chunk))));
        }
        assertThatThrownBy(() -> keys(both))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("iteration 0 of logical name 'large'")
                .hasMessageContaining("is missing");
    }

    private String chunkOf(IterationKey key) {
        try (DynamoDbClient client = LocalTable.client()) {
            return client.scan(request -> request.tableName(table.name())).items().stream()
                    .map(item -> item.get(table.rangeKey()).s())
                    .filter(range -> range.startsWith(key.streamArn() + "#shards#"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    public void aMissingTableIsAnErrorWhereItMayNotBeCreated() {
        CheckpointTable missing = new CheckpointTable("not-there", "HashKey", "RangeKey", false);
        assertThatThrownBy(() -> IterationCatalogue.open(LocalTable.client(), missing))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("'not-there' does not exist");
    }
}
