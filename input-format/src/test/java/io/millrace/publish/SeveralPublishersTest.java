package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.write.FakeSink;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;

/** Publishers of one staging area that meet, and task attempts that come when it is being published already. */
public class SeveralPublishersTest {
    @Rule
    public final Staged staged = new Staged();

    private final FakeSink sink = new FakeSink();

    @After
    public void forget() {
        WalkFileSystem.forget();
    }

    @Test
    public void aPublisherThatIsOvertakenByAnotherOneStops() throws IOException {
        staged.task("a", Staged.texts("a", 3000)).task("b", Staged.texts("b", 3000));
        AtomicInteger calls = new AtomicInteger();
        StreamWriter slow = InterceptedWriter.beforePut(sink, () -> {
            if (calls.incrementAndGet() == 5) {
                published(sink, 1);
            }
        });

        assertThatThrownBy(() -> staged.publish(slow, 1, Optional.empty()))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("another publisher has taken over");

        assertThat(new HashSet<>(sink.texts())).hasSize(6000);
        assertThat(sink.texts().size() - 6000)
                .as("doubled: the call that was under way")
                .isBetween(0, 97);
    }

    @Test
    public void whatAnotherPublisherHasTakenOverIsNotDeleted() throws IOException {
        staged.task("a", List.of("k:1"));
        AreaPublisher slow = staged.begin(sink);
        slow.publish(Staged.SINK);
        AreaPublisher next = staged.begin(sink);

        assertThatThrownBy(slow::finish).hasMessageContaining("another publisher has taken over");
        assertThat(next.publish(Staged.SINK).before()).isEqualTo(1);
        next.finish();
        assertThat(staged.left()).isEmpty();
    }

    @Test
    public void aPublisherWhosePredecessorEndsWhileItChecksLeavesNothingBehindAndSaysSo() throws IOException {
        staged.task("a", List.of("k:1"));
        AreaPublisher slow = staged.begin(sink);
        slow.publish(Staged.SINK);
        StreamWriter next = InterceptedWriter.beforeDescribe(sink, () -> {
            try {
                slow.finish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThatThrownBy(() -> staged.begin(next))
                .isInstanceOf(Claim.Lost.class)
                .hasMessageContaining("or has put it all");
        assertThat(staged.left()).isEmpty();
        assertThat(sink.texts()).containsExactly("k:1");
    }

    /** As by a job's master that was taken for dead, when all looked well just before. */
    @Test
    public void whatIsDeletedBeforeAPublisherComesIsNotTakenForNothing() throws IOException {
        staged.task("a", List.of("k:1"));
        staged.area.delete();

        assertThatThrownBy(() -> staged.begin(sink)).hasMessageContaining("it was deleted meanwhile");
        assertThat(staged.left()).isEmpty();
    }

    @Test
    public void aTaskThatIsNotAmongThosePublishedCannotBeCommittedAnyMore() throws IOException {
        staged.task("a", List.of("k:1"));
        staged.begin(sink);

        // Another attempt of the same task is late, and its records are there.
        staged.write("a_1", List.of("k:1"));
        staged.area.tasks().commit("a_1", "a");
        staged.write("b_0", List.of("k:2"));
        assertThatThrownBy(() -> staged.area.tasks().commit("b_0", "b"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the records of b can't be committed")
                .hasMessageContaining(staged.area.folder().toString());
    }

    @Test
    public void anAttemptThatCommitsWhileItsTaskIsPublishedComesTooLate() throws IOException {
        staged.task("a", Staged.texts("a", 300));
        staged.write("a_1", Staged.texts("a", 300));
        AtomicInteger calls = new AtomicInteger();
        StreamWriter late = InterceptedWriter.beforePut(sink, () -> {
            if (calls.incrementAndGet() == 2) {
                try {
                    staged.area.tasks().commit("a_1", "a");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        sink.failing(3, new StreamException.Refused("no permission any more", null));
        assertThatThrownBy(() -> staged.publish(late)).isInstanceOf(PublishException.class);

        staged.publish(sink);

        assertThat(sink.texts()).containsExactlyInAnyOrderElementsOf(Staged.texts("a", 300));
    }

    @Test
    public void whereverAPublisherComesWhileALateAttemptCommitsItsTaskIsPublishedOnce() throws IOException {
        List<String> texts = Staged.texts("a", 30);
        AtomicBoolean came = new AtomicBoolean(true);
        int step = 0;
        while (came.getAndSet(false)) {
            step++;
            FakeSink stream = new FakeSink();
            File folder = staged.newFolder();
            Staged task = new Staged(folder).task("a", texts).write("a_1", texts);
            Life late = new Life(Integer.MAX_VALUE).between(step, () -> {
                came.set(true);
                published(task, stream);
            });
            StagingArea seen = new StagingArea(
                    new Path("walk://" + folder.getPath()),
                    WalkFileSystem.conf("late", new WalkFileSystem.Host(late, new Random(1), () -> {})));
            try {
                seen.tasks().commit("a_1", "a");
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("task attempt a_1 can't be committed");
            }
            published(task, stream);

            assertThat(stream.texts()).as("publisher before step " + step).containsExactlyInAnyOrderElementsOf(texts);
        }
        assertThat(step).isGreaterThan(2);
    }

    private static void published(Staged task, StreamWriter stream) {
        try {
            task.publish(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void published(StreamWriter stream, int threads) {
        try {
            staged.publish(stream, threads, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
