package io.millrace.clients;

import static io.millrace.clients.ReshardedRun.FIRST;
import static io.millrace.clients.ReshardedRun.LOWER_HALF;
import static io.millrace.clients.ReshardedRun.MERGED;
import static io.millrace.clients.ReshardedRun.SECOND;
import static io.millrace.clients.ReshardedRun.UPPER_HALF;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clients.Deliveries.Delivered;
import io.millrace.clients.Deliveries.Event;
import io.millrace.clients.Deliveries.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

/** What an application of the Kinesis Client Library can count on, however it gets its records. */
public abstract class ClientLibraryScenario {
    abstract ReshardedRun run();

    @Test
    public void everyRecordIsDeliveredOnceAndInItsShardsOrder() {
        Map<String, List<TestStream.Put>> delivered = new TreeMap<>();
        run().first().records().forEach((shard, records) -> add(delivered, shard, records));
        run().second().records().forEach((shard, records) -> add(delivered, shard, records));

        assertThat(delivered).containsOnlyKeys(FIRST, SECOND, LOWER_HALF, UPPER_HALF, MERGED);
        assertThat(delivered).isEqualTo(run().stream().acknowledged());
    }

    @Test
    public void anApplicationThatIsStartedAgainGoesOnWhereItStopped() {
        assertThat(run().second().records()).containsOnlyKeys(LOWER_HALF, MERGED);
        assertThat(run().second().records().values()).allSatisfy(records -> assertThat(records)
                .extracting(Delivered::text)
                .allMatch(text -> text.startsWith("after the stop")));
    }

    @Test
    public void aChildBeginsWhenAllItsParentsHaveEnded() {
        List<Event> events = run().eventsWhileRunning();
        Map<String, List<String>> parents = Map.of(
                LOWER_HALF, List.of(FIRST),
                UPPER_HALF, List.of(FIRST),
                MERGED, List.of(UPPER_HALF, SECOND));

        parents.forEach((child, all) -> {
            for (String parent : all) {
                assertThat(events)
                        .containsSubsequence(new Event(Kind.ENDED, parent), new Event(Kind.BEGUN, child))
                        .containsOnlyOnce(new Event(Kind.ENDED, parent));
            }
        });
    }

    @Test
    public void noLeaseIsLostWhileItRuns() {
        assertThat(run().eventsWhileRunning())
                .extracting(Event::kind)
                .containsOnly(Kind.BEGUN, Kind.ENDED)
                .hasSize(8);
    }

    @Test
    public void closedShardsAreCheckpointedAtTheirEndAndOpenOnesAtTheirLastRecord() {
        Map<String, List<Delivered>> records = run().first().records();

        assertThat(run().checkpoints())
                .isEqualTo(Map.of(
                        FIRST, "SHARD_END",
                        SECOND, "SHARD_END",
                        UPPER_HALF, "SHARD_END",
                        LOWER_HALF, last(records.get(LOWER_HALF)),
                        MERGED, last(records.get(MERGED))));
    }

    @Test
    public void theApplicationStopsGracefully() {
        assertThat(run().graceful()).isTrue();
        assertThat(run().first().events())
                .contains(new Event(Kind.STOPPED, LOWER_HALF), new Event(Kind.STOPPED, MERGED));
    }

    private static String last(List<Delivered> records) {
        return records.get(records.size() - 1).sequenceNumber();
    }

    private static void add(Map<String, List<TestStream.Put>> all, String shard, List<Delivered> records) {
        List<TestStream.Put> list = all.computeIfAbsent(shard, any -> new ArrayList<>());
        records.forEach(each -> list.add(new TestStream.Put(each.sequenceNumber(), each.partitionKey(), each.text())));
    }
}
