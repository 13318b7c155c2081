package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.client.StreamWriter.Outcome;
import io.millrace.write.FakeSink;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PublisherTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final FakeSink sink = new FakeSink();
    private Staged staged;

    @Before
    public void stage() throws IOException {
        staged = new Staged(temp.getRoot().toPath().resolve("staging").toFile());
    }

    @Test
    public void onlyTheCommittedAttemptOfATaskIsPublished() throws IOException {
        staged.write("a_0", List.of("k:first attempt", "k:half")).write("a_1", List.of("k:second attempt"));
        staged.area.tasks().commit("a_1", "a");
        staged.write("b_0", List.of("k:aborted"));
        staged.area.tasks().abort("b_0");

        Published published = staged.publish(sink);

        assertThat(sink.texts()).containsExactly("k:second attempt");
        assertThat(published.count(WriteCounter.RECORDS)).isEqualTo(1);
        assertThat(published).hasToString("1 records (0.0 MB) by 1 calls");
    }

    @Test
    public void aTaskThatIsCommittedAgainReplacesWhatItHadCommitted() throws IOException {
        staged.task("a", List.of("k:lost machine"));
        staged.write("a_1", List.of("k:again"));
        staged.area.tasks().commit("a_1", "a");

        staged.publish(sink);

        assertThat(sink.texts()).containsExactly("k:again");
    }

    @Test
    public void allFilesArePublishedByAllThreadsEachInItsOrder() throws IOException {
        for (int task = 0; task < 7; task++) {
            staged.task("t" + task, Staged.texts("task" + task + "-", 1500));
        }

        Published published = staged.publish(sink);

        assertThat(published.count(WriteCounter.RECORDS)).isEqualTo(7 * 1500);
        Map<String, List<String>> byKey = new HashMap<>();
        sink.taken().forEach(record -> byKey.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                .add(FakeSink.text(record)));
        Map<String, List<String>> expected = new HashMap<>();
        for (int task = 0; task < 7; task++) {
            Staged.texts("task" + task + "-", 1500).forEach(text -> expected.computeIfAbsent(
                            text.substring(0, text.indexOf(':')), key -> new ArrayList<>())
                    .add(text));
        }
        assertThat(byKey).isEqualTo(expected);
    }

    @Test
    public void explicitHashKeysAndAnyBytesAreKept() throws IOException {
        byte[] bytes = {0, -1, 10, 13, 127};
        OutgoingRecord record = new OutgoingRecord(
                1, "\u00e4\uD83D\uDE00", Optional.of("42"), io.millrace.client.Payload.sharing(bytes));
        StagedFileWriter file = staged.area
                .tasks()
                .create("a_0", Staged.SINK, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        file.write(record);
        file.finish();
        staged.area.tasks().commit("a_0", "a");

        staged.publish(sink);

        assertThat(sink.taken()).containsExactly(record);
    }

    @Test
    public void aRecordThatTheStreamWouldNeverTakeIsNamedWhenItIsStaged() throws IOException {
        StagedFileWriter file = staged.area.tasks().create("a_0", Staged.SINK, 10, WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(1, "k", new byte[9]));

        assertThatThrownBy(() -> file.write(OutgoingRecord.of(2, "k", new byte[10])))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "row 2 of this task can't be a record: it has 11 bytes with its partition key, and the stream"
                                + " takes 10 (partition key 'k')");
    }

    @Test
    public void nothingIsPublishedWhenOneFileIsDamaged() throws IOException {
        staged.task("a", List.of("k:sound")).task("b", Staged.texts("k", 100));
        File file = file("b");
        try (RandomAccessFile bytes = new RandomAccessFile(file, "rw")) {
            bytes.seek(bytes.length() - 300);
            int old = bytes.read();
            bytes.seek(bytes.length() - 300);
            bytes.write(old ^ 1);
        }
        // The file system's own checksum would find it as well; a copied file has none.
        assertThat(new File(file.getParentFile(), "." + file.getName() + ".crc").delete())
                .isTrue();

        assertThatThrownBy(() -> staged.publish(sink)).hasMessageContaining("is damaged");
        assertThat(sink.calls()).isEmpty();
    }

    @Test
    public void nothingIsPublishedWhenOneFileIsCutOff() throws IOException {
        staged.task("a", List.of("k:sound"));
        StagedFileWriter unfinished = staged.area
                .tasks()
                .create("b_0", Staged.SINK, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        unfinished.write(OutgoingRecord.of(1, "k", new byte[9]));
        unfinished.close();
        staged.area.tasks().commit("b_0", "b");

        assertThatThrownBy(() -> staged.publish(sink))
                .hasMessageContaining("it ends after 1 records without an end mark");
        assertThat(sink.calls()).isEmpty();
    }

    @Test
    public void anotherPublisherGoesOnWhereOneFailed() throws IOException {
        staged.withoutWaiting();
        staged.task("a", Staged.texts("a", 3000)).task("b", Staged.texts("b", 3000));
        // Some of each call are refused before it ends: what is acknowledged is no beginning of a file.
        sink.rule((call, record) -> (record.number() + call) % 3 == 0 ? FakeSink.throttled() : Outcome.ACKNOWLEDGED)
                .failing(40, new StreamException.Refused("no permission any more", null));

        assertThatThrownBy(() -> staged.publish(sink, 2, Optional.empty()))
                .isInstanceOf(PublishException.class)
                .hasMessageMatching("\\d+ of 6000 records are in the stream, the others are kept in .*staging: no"
                        + " permission any more\\. To publish them as well: hadoop jar .*FinishPublishing .*");
        int first = sink.taken().size();
        assertThat(first).isBetween(500, 5500);
        assertThat(staged.area.isInPublication()).isTrue();

        Published rest = staged.publish(sink);

        assertThat(rest.before()).isEqualTo(first);
        assertThat(rest.count(WriteCounter.RECORDS)).isEqualTo(6000 - first);
        assertThat(sink.texts()).hasSize(6000);
        assertThat(new HashSet<>(sink.texts())).hasSize(6000);
        assertThat(staged.publish(sink).count(WriteCounter.CALLS))
                .as("all is there")
                .isZero();
    }

    @Test
    public void anEntryThatItsWriterDidNotFinishIsSentAgain() throws IOException {
        staged.task("a", Staged.texts("a", 10)).publish(sink);
        File journal = journal("a");
        try (RandomAccessFile bytes = new RandomAccessFile(journal, "rw")) {
            bytes.setLength(bytes.length() - 1);
        }

        assertThat(staged.publish(sink).count(WriteCounter.RECORDS)).isEqualTo(10);
    }

    @Test
    public void aDamagedJournalIsNotGuessedAt() throws IOException {
        staged.task("a", Staged.texts("a", 10)).publish(sink);
        File journal = journal("a");
        try (RandomAccessFile bytes = new RandomAccessFile(journal, "rw")) {
            bytes.seek(6);
            bytes.write(77);
        }

        assertThatThrownBy(() -> staged.publish(sink)).hasMessageContaining("the checksum of an entry is wrong");
        assertThat(sink.taken()).hasSize(10);
    }

    @Test
    public void aStreamThatIsAnotherOneByNowIsRefused() throws IOException {
        staged.task("a", Staged.texts("a", 10)).publish(sink);
        FakeSink another = new FakeSink().created(Instant.ofEpochSecond(77));

        assertThatThrownBy(() -> staged.publish(another)).hasMessageContaining("began on another stream");
        assertThat(another.calls()).isEmpty();
    }

    @Test
    public void aStreamThatWasMadeAnewSinceTheJobBeganGetsNothing() throws IOException {
        staged.area.begin(Map.of(Staged.SINK, sink.describe().identity()));
        staged.task("a", Staged.texts("a", 10));
        FakeSink another = new FakeSink().created(Instant.ofEpochSecond(77));

        assertThatThrownBy(() -> staged.publish(another))
                .hasMessageContaining("nothing is published")
                .hasMessageContaining("stream/fake, created at 1970-01-01T00:00:00Z, for which the records are")
                .hasMessageContaining(
                        "now there is one created at 1970-01-01T00:01:17Z. Run the job or statement again");
        assertThat(another.calls()).isEmpty();
        assertThat(staged.area.isInPublication()).isFalse();
        assertThat(staged.publish(sink).count(WriteCounter.RECORDS)).isEqualTo(10);
    }

    @Test
    public void aStreamThatIsMadeAnewWhileItIsWrittenIsNoticedAtTheEnd() throws IOException {
        staged.task("a", Staged.texts("a", 300));
        sink.rule((call, record) -> {
            if (call == 2) {
                sink.created(Instant.ofEpochSecond(77));
            }
            return StreamWriter.Outcome.ACKNOWLEDGED;
        });

        assertThatThrownBy(() -> staged.publish(sink))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("was deleted and made anew")
                .hasMessageContaining("300 of 300 records were put")
                .hasMessageContaining("and run the job or statement again to put all into the new one");
    }

    @Test
    public void aStreamThatIsMadeAnewWhileItIsWrittenSlowlyGetsAMinutesRecordsAtMost() throws IOException {
        staged.withoutWaiting();
        staged.task("a", Staged.texts("a", 3000));
        sink.rule((call, record) -> {
            if (call == 2) {
                sink.created(Instant.ofEpochSecond(77));
            }
            return StreamWriter.Outcome.ACKNOWLEDGED;
        });

        // That is 10 records a second, in calls of 97.
        assertThatThrownBy(() -> staged.publish(sink, 1, Optional.of(10)))
                .hasMessageContaining("was deleted and made anew");
        assertThat(sink.taken().size()).isBetween(97 * 2, 10 * 60 + 97 * 2);
    }

    @Test
    public void whatIsStagedForASinkThatNobodyPublishesIsNotDeleted() throws IOException {
        staged.task("a", List.of("k:1"));
        StagedFileWriter file = staged.area
                .tasks()
                .create("b_0", "another", RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(1, "k", new byte[1]));
        file.finish();
        staged.area.tasks().commit("b_0", "b");

        assertThatThrownBy(() -> staged.publish(sink))
                .hasMessageContaining("are staged for [another], and nobody says");
        assertThat(sink.calls()).isEmpty();
    }

    @Test
    public void nothingIsPublishedWhenTheStreamTakesOnlyShorterRecordsByNow() throws IOException {
        staged.task("a", List.of("k:short"));
        StagedFileWriter file =
                staged.area.tasks().create("b_0", Staged.SINK, RecordLimits.MOST_RECORD_BYTES, WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(1, "k", new byte[2 << 20]));
        file.finish();
        staged.area.tasks().commit("b_0", "b");

        assertThatThrownBy(() -> staged.publish(sink))
                .hasMessageContaining("it has 2097153 bytes with its partition key, and the stream takes 1048576");
        assertThat(sink.calls()).isEmpty();
        assertThat(staged.area.isInPublication()).isFalse();
    }

    @Test
    public void oneFailureOfAskingForTheStreamEndsNothing() throws IOException {
        staged.task("a", List.of("k:1"));
        AtomicInteger asked = new AtomicInteger();
        StreamWriter flaky = new StreamWriter() {
            @Override
            public Target describe() {
                if (asked.incrementAndGet() == 1) {
                    throw new StreamException.Unavailable("oops", null);
                }
                return sink.describe();
            }

            @Override
            public List<Outcome> put(List<OutgoingRecord> records) {
                return sink.put(records);
            }

            @Override
            public void close() {}
        };

        staged.publish(flaky);

        assertThat(sink.texts()).containsExactly("k:1");
    }

    @Test
    public void whoInterruptsThePublishingGetsItStopped() throws Exception {
        staged.task("a", Staged.texts("a", 5000));
        CountDownLatch begun = new CountDownLatch(1);
        sink.rule((call, record) -> {
            begun.countDown();
            return call == 1 ? Outcome.ACKNOWLEDGED : FakeSink.throttled();
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread publisher = new Thread(() -> {
            try {
                staged.publish(sink);
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
        publisher.start();
        begun.await();
        publisher.interrupt();
        publisher.join(60_000);

        assertThat(failure.get()).isInstanceOf(PublishException.class).hasMessageContaining("interrupted");
        int calls = sink.calls().size();
        assertThat(staged.area.isInPublication()).isTrue();
        assertThat(sink.calls()).hasSize(calls);
    }

    @Test
    public void recordsOfWhichNoneWereCommittedAreNotTakenForNone() throws IOException {
        staged.write("a_0", List.of("k:staged"));

        assertThatThrownBy(() -> staged.publish(sink)).hasMessageContaining("no task was committed");
    }

    @Test
    public void withoutRecordsNothingBegins() throws IOException {
        assertThat(staged.publish(sink).count(WriteCounter.CALLS)).isZero();
        assertThat(staged.area.isInPublication()).isFalse();
    }

    private File file(String task) throws IOException {
        return staged.area.tasks().committed(Staged.SINK).stream()
                .filter(path ->
                        path.getParent().getParent().getParent().getName().equals(task))
                .map(path -> new File(path.toUri().getPath()))
                .findFirst()
                .orElseThrow();
    }

    /** The only one of a task's file. */
    private File journal(String task) throws IOException {
        File folder = new File(
                new Path(staged.area.publishing(Staged.SINK), file(task).getName())
                        .toUri()
                        .getPath());
        return folder.listFiles()[0];
    }
}
