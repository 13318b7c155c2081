package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter.Outcome;
import io.millrace.write.FakeSink;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;
import org.junit.Rule;
import org.junit.Test;

/** What a publisher leaves that did not come to its end, and what the next one makes of it. */
public class InterruptedPublishingTest {
    @Rule
    public final Staged staged = new Staged();

    private final FakeSink sink = new FakeSink();

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
    public void whoInterruptsThePublishingGetsItStopped() throws Exception {
        staged.task("a", Staged.texts("a", 5000));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        sink.rule((call, record) -> {
            if (call == 1) {
                return Outcome.ACKNOWLEDGED;
            }
            begun.countDown();
            answerLate(told, answer);
            return FakeSink.throttled();
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
        told.await();
        await().until(
                        publisher::getState,
                        state -> state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED);
        assertThat(publisher.isAlive()).as("it waits for the call to end").isTrue();
        answer.countDown();
        publisher.join(60_000);

        assertThat(failure.get()).isInstanceOf(PublishException.class).hasMessageContaining("interrupted");
        assertThat(staged.area.isInPublication()).isTrue();
        assertThat(sink.calls()).as("no call after the one that was under way").hasSize(2);
    }

    /** As a call on the network that does not notice that its thread is interrupted. */
    private static void answerLate(CountDownLatch told, CountDownLatch answer) {
        boolean answered = false;
        while (!answered) {
            try {
                answer.await();
                answered = true;
            } catch (InterruptedException e) {
                told.countDown();
            }
        }
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

    /** The only one of a task's file. */
    private File journal(String task) throws IOException {
        Path journals =
                new Path(staged.area.publishing(Staged.SINK), staged.file(task).getName());
        return new File(journals.toUri().getPath()).listFiles()[0];
    }
}
