package io.millrace.write;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A stream in memory that takes, refuses or loses what a test wants, and remembers all calls. Thread-safe. */
public final class FakeSink implements StreamWriter {
    private final List<List<OutgoingRecord>> calls = new ArrayList<>();
    private final List<OutgoingRecord> taken = new ArrayList<>();
    private BiFunction<Integer, OutgoingRecord, Outcome> rule = (call, record) -> Outcome.ACKNOWLEDGED;
    private Instant created = Instant.EPOCH;
    private final Map<Integer, RuntimeException> before = new HashMap<>();
    private final Map<Integer, RuntimeException> after = new HashMap<>();

    /** What becomes of a record, by the number of the call, 1 for the first. */
    public synchronized FakeSink rule(BiFunction<Integer, OutgoingRecord, Outcome> decided) {
        rule = decided;
        return this;
    }

    /** When the stream was made. */
    public FakeSink created(Instant time) {
        created = time;
        return this;
    }

    /** A call fails before any record is taken. */
    public synchronized FakeSink failing(int call, RuntimeException failure) {
        before.put(call, failure);
        return this;
    }

    /** A call's records are taken, but its answer is lost. */
    public synchronized FakeSink losingTheAnswer(int call) {
        after.put(call, new StreamException.Unavailable("the answer is lost", null));
        return this;
    }

    public static Outcome throttled() {
        return Outcome.refused("ProvisionedThroughputExceededException", "slow down");
    }

    public static Outcome failed() {
        return Outcome.refused("InternalFailure", "oops");
    }

    @Override
    public synchronized List<Outcome> put(List<OutgoingRecord> records) {
        calls.add(List.copyOf(records));
        int call = calls.size();
        if (before.containsKey(call)) {
            throw before.get(call);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (OutgoingRecord record : records) {
            Outcome outcome = rule.apply(call, record);
            if (outcome.refusal().isEmpty()) {
                taken.add(record);
            }
            outcomes.add(outcome);
        }
        if (after.containsKey(call)) {
            throw after.get(call);
        }
        return outcomes;
    }

    /** The records of each call, as texts. */
    public synchronized List<List<String>> calls() {
        return calls.stream()
                .map(call -> call.stream().map(FakeSink::text).toList())
                .toList();
    }

    /** What the stream holds, in the order of arrival. */
    public synchronized List<OutgoingRecord> taken() {
        return List.copyOf(taken);
    }

    public List<String> texts() {
        return taken().stream().map(FakeSink::text).toList();
    }

    public static String text(OutgoingRecord record) {
        return new String(record.data().bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public Target describe() {
        return new Target(
                new StreamIdentity("arn:aws:kinesis:us-east-1:000000000000:stream/fake", created),
                RecordLimits.DEFAULT_RECORD_BYTES);
    }

    @Override
    public void close() {}
}
