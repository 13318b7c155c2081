package io.millrace.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.Test;

public class BatchWriterTest {
    private final FakeSink sink = new FakeSink();
    private final AtomicLong now = new AtomicLong();
    private final Map<WriteCounter, Long> counts = new EnumMap<>(WriteCounter.class);
    private final List<OutgoingRecord> acknowledged = new ArrayList<>();
    private long put;

    private final BatchWriter.Listener listener = new BatchWriter.Listener() {
        @Override
        public void acknowledged(List<OutgoingRecord> records) {
            acknowledged.addAll(records);
        }

        @Override
        public void add(WriteCounter counter, long amount) {
            counts.merge(counter, amount, Long::sum);
        }
    };

    private BatchWriter writer(boolean ordered, WriteBudget budget) {
        return new BatchWriter(
                sink,
                new BatchWriter.Manner(ordered, Backoff.DEFAULT, budget),
                new BatchWriter.Pace(now::get, pause -> now.addAndGet(pause.toNanos())),
                listener);
    }

    private BatchWriter writer() {
        return writer(true, WriteBudget.unlimited());
    }

    private OutgoingRecord record(String key, String text) {
        return OutgoingRecord.of(++put, key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts texts "key:..." under their keys, and flushes. */
    private void write(BatchWriter writer, List<String> texts) throws IOException {
        for (String text : texts) {
            writer.put(record(text.substring(0, text.indexOf(':')), text));
        }
        writer.flush();
    }

    private static List<String> different(int count) {
        return IntStream.range(0, count).mapToObj(i -> i + ":").toList();
    }

    @Test
    public void callsAreFilledToFiveHundredRecords() throws IOException {
        write(writer(), different(1201));

        assertThat(sink.calls().stream().map(List::size)).containsExactly(500, 500, 201);
        assertThat(sink.texts()).isEqualTo(different(1201));
        assertThat(counts).containsEntry(WriteCounter.RECORDS, 1201L).containsEntry(WriteCounter.CALLS, 3L);
        assertThat(counts.get(WriteCounter.BYTES))
                .isEqualTo(sink.taken().stream().mapToLong(OutgoingRecord::size).sum());
    }

    @Test
    public void callsHoldTenMebibytesAtMostKeysIncluded() throws IOException {
        BatchWriter writer = writer();
        for (int i = 0; i < 21; i++) {
            // Each is 1 MiB with its key of one character: ten fill a call to the last byte.
            String key = Character.toString('a' + i);
            writer.put(OutgoingRecord.of(i, key, new byte[(1 << 20) - 1]));
        }
        writer.flush();

        assertThat(sink.calls().stream().map(List::size)).containsExactly(10, 10, 1);
    }

    @Test
    public void memoryIsBoundedWhileTheStreamTakesNothing() {
        sink.rule((call, record) -> FakeSink.throttled());
        BatchWriter writer = writer();

        assertThatThrownBy(() -> write(writer, different(1_000_000)))
                .isInstanceOf(StreamException.Throttled.class)
                .hasMessageContaining("ProvisionedThroughputExceededException (slow down)");

        assertThat(put).isEqualTo(BatchWriter.MOST_RECORDS + 1);
        assertThat(Duration.ofNanos(now.get())).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    }

    @Test
    public void onlyRefusedRecordsAreSentAgain() throws IOException {
        sink.rule((call, record) -> call < 3 && List.of("b:", "d:").contains(FakeSink.text(record))
                ? FakeSink.throttled()
                : Outcome.ACKNOWLEDGED);

        write(writer(), List.of("a:", "b:", "c:", "d:"));

        assertThat(sink.calls())
                .containsExactly(List.of("a:", "b:", "c:", "d:"), List.of("b:", "d:"), List.of("b:", "d:"));
        assertThat(counts).containsEntry(WriteCounter.THROTTLED, 4L).containsEntry(WriteCounter.RECORDS, 4L);
    }

    @Test
    public void aRefusedRecordHoldsBackLaterOnesOfItsKeyAndNoOthers() throws IOException {
        sink.rule((call, record) ->
                call == 1 && FakeSink.text(record).equals("x:1") ? FakeSink.failed() : Outcome.ACKNOWLEDGED);

        write(writer(), List.of("x:1", "y:1", "x:2", "y:2"));

        assertThat(sink.calls()).containsExactly(List.of("x:1", "y:1"), List.of("y:2"), List.of("x:1"), List.of("x:2"));
        assertThat(counts).containsEntry(WriteCounter.FAILED, 1L);
    }

    @Test
    public void whateverIsRefusedEachKeysOrderIsKeptAndNothingIsLostOrDoubled() throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            Map<Long, Integer> refusals = new HashMap<>();
            FakeSink harmed = new FakeSink().rule((call, record) -> {
                // Without a bound some record's bad luck would, once in many runs, last for longer than a writer waits.
                int luck = refusals.merge(record.number(), 1, Integer::sum) > 8 ? 2 : random.nextInt(4);
                return switch (luck) {
                    case 0 -> FakeSink.throttled();
                    case 1 -> FakeSink.failed();
                    default -> Outcome.ACKNOWLEDGED;
                };
            });
            harmed.failing(2, new StreamException.Throttled("slow down", null));
            BatchWriter writer = new BatchWriter(
                    harmed,
                    BatchWriter.Manner.inOrder(),
                    new BatchWriter.Pace(now::get, pause -> now.addAndGet(pause.toNanos())),
                    listener);
            Map<String, List<Long>> given = new TreeMap<>();
            int keys = seed == 0 ? 1 : 1 + random.nextInt(700);
            for (int i = 0; i < 2500; i++) {
                OutgoingRecord record = record("k" + random.nextInt(keys), "v");
                given.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                        .add(record.number());
                writer.put(record);
            }
            writer.flush();

            Map<String, List<Long>> arrived = new TreeMap<>();
            harmed.taken().forEach(record -> arrived.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                    .add(record.number()));
            assertThat(arrived).as("seed " + seed).isEqualTo(given);
        }
    }

    @Test
    public void withoutAnOrderToKeepCallsAreFullEvenOfOneKey() throws IOException {
        write(
                writer(false, WriteBudget.unlimited()),
                IntStream.range(0, 1000).mapToObj(i -> "same:" + i).toList());

        assertThat(sink.calls().stream().map(List::size)).containsExactly(500, 500);
    }

    @Test
    public void recordsOfACallWhoseAnswerIsLostAreSentAgainAndCounted() throws IOException {
        sink.losingTheAnswer(1);

        write(writer(), List.of("a:", "b:"));

        assertThat(sink.texts()).containsExactly("a:", "b:", "a:", "b:");
        assertThat(acknowledged).hasSize(2);
        assertThat(counts).containsEntry(WriteCounter.UNCERTAIN, 2L).containsEntry(WriteCounter.RECORDS, 2L);
    }

    @Test
    public void aServiceThatFailsForLongEndsTheWriting() {
        sink.rule((call, record) -> FakeSink.failed());

        assertThatThrownBy(() -> write(writer(), List.of("a:")))
                .isInstanceOf(StreamException.Unavailable.class)
                .hasMessageContaining("InternalFailure (oops)");
        assertThat(Duration.ofNanos(now.get())).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(70));
    }

    @Test
    public void aFailureAfterLongThrottlingIsOnlyAFailure() throws IOException {
        sink.rule((call, record) -> {
            if (call == 41) {
                assertThat(Duration.ofNanos(now.get())).isGreaterThan(Backoff.DEFAULT.failing());
                return FakeSink.failed();
            }
            return call < 41 ? FakeSink.throttled() : Outcome.ACKNOWLEDGED;
        });

        write(writer(), List.of("a:"));

        assertThat(sink.texts()).containsExactly("a:");
    }

    @Test
    public void whatCannotSucceedFailsAtOnce() {
        sink.failing(1, new StreamException.Refused("no such stream", null));

        assertThatThrownBy(() -> write(writer(), List.of("a:"))).hasMessage("no such stream");
        assertThat(now).hasValue(0);
    }

    @Test
    public void onlyAcknowledgedRecordsAreReportedBeforeTheNextCall() throws IOException {
        List<Integer> callsAtReport = new ArrayList<>();
        BatchWriter writer = new BatchWriter(
                sink,
                BatchWriter.Manner.inOrder(),
                new BatchWriter.Pace(now::get, pause -> now.addAndGet(pause.toNanos())),
                new BatchWriter.Listener() {
                    @Override
                    public void acknowledged(List<OutgoingRecord> records) {
                        callsAtReport.add(sink.calls().size());
                    }

                    @Override
                    public void add(WriteCounter counter, long amount) {}
                });
        sink.rule((call, record) -> call == 1 ? FakeSink.throttled() : Outcome.ACKNOWLEDGED);

        write(writer, different(1001));

        assertThat(callsAtReport).containsExactly(2, 3, 4);
    }

    @Test
    public void aBudgetIsKept() throws IOException {
        write(writer(true, new WriteBudget(1000, WriteBudget.UNLIMITED, now::get)), different(5000));

        // The first call of 500 goes at once.
        assertThat(Duration.ofNanos(now.get())).isBetween(Duration.ofMillis(4400), Duration.ofMillis(4700));

        now.set(0);
        write(
                writer(true, new WriteBudget(WriteBudget.UNLIMITED, 100, now::get)),
                List.of("a:" + "x".repeat(997), "b:"));
        assertThat(Duration.ofNanos(now.get())).isBetween(Duration.ZERO, Duration.ofMillis(1));
    }

    @Test
    public void aRecordThatTheApiWouldRefuseIsExplained() {
        assertThat(RecordLimits.problem(record("", "a"), 1000)).hasValue("its partition key is empty");
        assertThat(RecordLimits.problem(record("k".repeat(257), "a"), 1000))
                .hasValue("its partition key has 257 characters, and 256 are allowed");
        assertThat(RecordLimits.problem(record("\uD83D\uDE00".repeat(256), "a"), 2000))
                .isEmpty();
        assertThat(RecordLimits.problem(record("k", ""), 1000))
                .hasValueSatisfying(text -> assertThat(text).startsWith("it is empty"));
        assertThat(RecordLimits.problem(record("k", "x".repeat(999)), 1000)).isEmpty();
        assertThat(RecordLimits.problem(record("kk", "x".repeat(999)), 1000))
                .hasValue("it has 1001 bytes with its partition key, and the stream takes 1000");
        for (String wrong : List.of("-1", "", "1e3", "01", "340282366920938463463374607431768211456")) {
            assertThat(RecordLimits.problem(hashed(wrong), 1000)).as(wrong).isPresent();
        }
        for (String right : List.of("0", "340282366920938463463374607431768211455")) {
            assertThat(RecordLimits.problem(hashed(right), 1000)).as(right).isEmpty();
        }
    }

    private static OutgoingRecord hashed(String hashKey) {
        OutgoingRecord plain = OutgoingRecord.of(1, "k", new byte[1]);
        return new OutgoingRecord(1, "k", java.util.Optional.of(hashKey), plain.data());
    }
}
