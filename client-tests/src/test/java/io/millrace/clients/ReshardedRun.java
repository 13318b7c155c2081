package io.millrace.clients;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.rules.ExternalResource;

/**
 * Runs an application of the Kinesis Client Library on a stream that gets records, a split, records, a merge and records
 * while it runs, and stops it; then more records, and the application once more. Keeps what it was told for the tests.
 */
public final class ReshardedRun extends ExternalResource {
    static final String FIRST = "shardId-000000000000";
    static final String SECOND = "shardId-000000000001";
    static final String LOWER_HALF = "shardId-000000000002";
    static final String UPPER_HALF = "shardId-000000000003";
    static final String MERGED = "shardId-000000000004";

    private static final int BATCH = 200;
    /** The library alone takes up to half a minute to begin. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Retrieval retrieval;
    private final Deliveries first = new Deliveries();
    private final Deliveries second = new Deliveries();
    private final LeaseTable leases = new LeaseTable("app-" + UUID.randomUUID());
    private TestStream stream;
    private boolean graceful;
    private int putBeforeStop;
    private List<Deliveries.Event> eventsWhileRunning;
    private Map<String, String> checkpoints;

    ReshardedRun(Retrieval retrieval) {
        this.retrieval = retrieval;
    }

    @Override
    protected void before() throws Exception {
        leases.create();
        stream = new TestStream(2);
        stream.put("before the start", BATCH);
        try (ClientLibrary running = ClientLibrary.start(leases.name(), stream.name(), retrieval, first)) {
            awaitAll(first, 0);
            stream.split(FIRST);
            stream.put("after the split", BATCH);
            awaitAll(first, 0);
            stream.merge(UPPER_HALF, SECOND);
            stream.put("after the merge", BATCH);
            awaitAll(first, 0);
            await().atMost(PATIENCE).until(() -> ended(first).containsAll(List.of(FIRST, UPPER_HALF, SECOND)));
            await().atMost(PATIENCE)
                    .until(() -> leases.checkpoints().size() == stream.shards().size());
            eventsWhileRunning = first.events();
            graceful = running.stop();
        }
        checkpoints = leases.checkpoints();
        putBeforeStop = stream.count();
        stream.put("after the stop", BATCH);
        try (ClientLibrary running = ClientLibrary.start(leases.name(), stream.name(), retrieval, second)) {
            awaitAll(second, putBeforeStop);
            graceful &= running.stop();
        }
    }

    private void awaitAll(Deliveries deliveries, int deliveredBefore) {
        await().atMost(PATIENCE).until(() -> deliveries.count() >= stream.count() - deliveredBefore);
    }

    private static List<String> ended(Deliveries deliveries) {
        return deliveries.events().stream()
                .filter(event -> event.kind() == Deliveries.Kind.ENDED)
                .map(Deliveries.Event::shard)
                .toList();
    }

    TestStream stream() {
        return stream;
    }

    /** What the application was told before it was stopped. */
    Deliveries first() {
        return first;
    }

    /** What it was told when it ran again. */
    Deliveries second() {
        return second;
    }

    /** The events of the first run, without those of its stop. */
    List<Deliveries.Event> eventsWhileRunning() {
        return eventsWhileRunning;
    }

    /** True when no run had to be forced to stop. */
    boolean graceful() {
        return graceful;
    }

    /** How far each shard was read, as the table of leases had it after the first run. */
    Map<String, String> checkpoints() {
        return checkpoints;
    }
}
