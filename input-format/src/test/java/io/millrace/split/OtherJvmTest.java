package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.KinesisOptions;
import io.millrace.read.ReadCounts;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Planners and readers in several JVMs. */
public final class OtherJvmTest {
    private static final int RECORDS = 60;
    private static final int KILLED_AFTER = 25;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(1);
    private final Job job = Job.iterationsOf(stream.name()).set(KinesisOptions.BATCH_SIZE, 10);

    @Test
    public void aReaderThatIsKilledInTheMiddleOfASplitIsFollowedByOneInAnotherJvmThatReadsAllOfIt() throws Exception {
        stream.put(lines("planned"));
        PlannedRead plan = job.plan();
        KinesisSplit split = plan.splits().get(0);
        List<String> expected = job.read(plan, new ReadCounts()).stream()
                .map(OtherJvm::describe)
                .toList();
        assertThat(expected).hasSize(RECORDS);

        List<String> before = new ArrayList<>();
        try (OtherJvm killed = OtherJvm.reading(job, split, folder())) {
            for (int i = 0; i < KILLED_AFTER; i++) {
                killed.go();
                before.add(killed.next());
            }
            assertThat(killed.kill()).as("killed by signal 9").isEqualTo(128 + 9);
        }
        assertThat(before).isEqualTo(expected.subList(0, KILLED_AFTER));
        stream.split(0);
        stream.put(lines("later"));

        try (OtherJvm follower = OtherJvm.reading(job, split, folder())) {
            assertThat(follower.all()).isEqualTo(expected);
        }
    }

    @Test
    public void plannersInThreeJvmsAtTheSameTimeEndWithTheSamePlan() throws Exception {
        stream.put(lines("first"));
        try (OtherJvm one = OtherJvm.planning(job, folder());
                OtherJvm other = OtherJvm.planning(job, folder())) {
            CompletableFuture<List<String>> here = CompletableFuture.supplyAsync(this::planHere);
            CompletableFuture<?> producer = CompletableFuture.runAsync(() -> {
                while (!here.isDone()) {
                    stream.put(List.of("meanwhile"));
                }
            });
            one.go();
            other.go();
            List<String> ofOne = rest(one);
            List<String> ofOther = rest(other);
            producer.get();

            assertThat(ofOne).hasSize(1).isEqualTo(ofOther).isEqualTo(here.get());
        }
    }

    private static List<String> rest(OtherJvm jvm) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line = jvm.next(); !line.isEmpty(); line = jvm.next()) {
            lines.add(line);
        }
        return lines;
    }

    private List<String> planHere() {
        try {
            List<String> splits = new ArrayList<>();
            for (KinesisSplit split : job.copy().plan().splits()) {
                splits.add(OtherJvm.encode(split));
            }
            return splits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return temp.getRoot().toPath();
    }

    private static List<String> lines(String what) {
        return IntStream.range(0, RECORDS).mapToObj(i -> what + " " + i).toList();
    }
}
