package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamException;
import io.millrace.config.ExistingTable;
import io.millrace.config.KinesisOptions;
import io.millrace.split.ReadIterations;
import io.millrace.write.BatchWriter;
import io.millrace.write.FakeSink;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs that put the rows of what {@code next} gives them, and die after any of their steps. */
public class PublishedIterationsTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/source";
    private static final LogicalName READER = new LogicalName("copier");
    private static final int KEYS = 4;
    private static final List<String> ROWS =
            IntStream.range(0, 20).mapToObj(i -> "k" + i % KEYS + ":" + i).toList();
    private static final int FOREVER = Integer.MAX_VALUE;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @After
    public void forget() {
        WalkFileSystem.forget();
    }

    /** A stream, a checkpoint table with one planned iteration, and a staging folder. */
    private final class World {
        private final File root;
        private final FakeSink sink = new FakeSink();
        private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
        private final AtomicLong now = new AtomicLong();

        World() throws IOException {
            root = temp.newFolder();
            store.putIfAbsent(new IterationPlan(
                    key(),
                    new StreamIdentity(ARN, Instant.EPOCH),
                    Instant.EPOCH,
                    IterationPlan.State.PLANNED,
                    List.of()));
        }

        private IterationKey key() {
            return new IterationKey(READER, ARN, IterationNumber.ZERO);
        }

        private boolean isCommitted() {
            return store.find(key()).orElseThrow().state() == IterationPlan.State.COMMITTED;
        }

        private Configuration conf(String who, Life life) {
            return WalkFileSystem.conf(who, new WalkFileSystem.Host(life, new Random(1), () -> {}));
        }

        private StagingArea area(String run, Configuration conf) throws IOException {
            return new StagingArea(new Path("walk://" + new File(root, run).getPath()), conf);
        }

        private ReadIterations iterations(Life life) {
            return new ReadIterations(place -> mortal(store, life));
        }

        /** What one run does with what next gives it; there is nothing new after iteration 0. */
        void run(String name, Life life) throws IOException {
            if (!isCommitted()) {
                put(name, life).finish();
            }
        }

        /** The same up to its commit, which is still to come. */
        AreaPublisher put(String name, Life life) throws IOException {
            ReadIterations read = iterations(life);
            read.add(place(), new PlannedIteration(key(), Instant.EPOCH, Optional.of(new RunId(name))));
            Configuration unharmed = conf(name + "-tasks", new Life(FOREVER));
            area(name, unharmed).begin(Map.of());
            write(area(name, unharmed));
            return put(area(name, conf(name, life)), read);
        }

        private void write(StagingArea area) throws IOException {
            StagedFileWriter file = area.tasks()
                    .create("task_0", Staged.SINK, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
            for (String row : ROWS) {
                file.write(OutgoingRecord.of(
                        file.nextNumber(), row.substring(0, row.indexOf(':')), row.getBytes(StandardCharsets.UTF_8)));
            }
            file.finish();
            area.tasks().commit("task_0", "task");
        }

        private AreaPublisher put(StagingArea area, ReadIterations read) throws IOException {
            AreaPublisher publisher = AreaPublisher.begin(
                    area,
                    List.of(Staged.sinkTo(sink)),
                    read,
                    new BatchWriter.Pace(now::get, pause -> now.addAndGet(pause.toNanos())));
            publisher.publish(Staged.SINK);
            return publisher;
        }

        /** What {@link FinishPublishing} does with what a dead run has left; and a folder of which nothing was put is given up. */
        void finish(String run) throws IOException {
            Configuration conf = conf(run + "-finish", new Life(FOREVER));
            StagingArea area = area(run, conf);
            if (area.isInPublication()) {
                ReadIterations kept = iterations(new Life(FOREVER));
                KeptIterations.read(area, conf, kept);
                put(area, kept).finish();
            } else {
                area.delete();
            }
        }
    }

    private static ExistingTable place() {
        Configuration conf = new Configuration(false);
        conf.set(KinesisOptions.CHECKPOINT_TABLE.key(), "iterations");
        return ExistingTable.from(conf);
    }

    /** A store before and after each of whose calls the caller may die. */
    private static CheckpointStore mortal(CheckpointStore store, Life life) {
        return (CheckpointStore) Proxy.newProxyInstance(
                CheckpointStore.class.getClassLoader(),
                new Class<?>[] {CheckpointStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    life.step();
                    try {
                        Object answer = method.invoke(store, arguments);
                        life.step();
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    public void whereverARunDiesItsRowsArePutOnceWhenItIsFinishedBeforeTheNextOneRuns() throws IOException {
        int steps = 0;
        boolean died = true;
        for (; died; steps++) {
            World world = new World();
            died = diesAt(steps + 1, world);
            world.finish("first");
            world.run("second", new Life(FOREVER));
            assertRight(world, "death at step " + steps);
        }
        // From looking whether the iteration may be committed to deleting the folder.
        assertThat(steps).isGreaterThan(50);
    }

    @Test
    public void whereverARunDiesTheNextOnePutsNoneOfItsRowsASecondTimeAlsoWhenNobodyFinishesItBefore()
            throws IOException {
        boolean died = true;
        int refused = 0;
        for (int steps = 0; died; steps++) {
            World world = new World();
            died = diesAt(steps + 1, world);
            try {
                world.run("second", new Life(FOREVER));
            } catch (IOException e) {
                assertThat(e)
                        .hasMessageContaining("is being published by another run")
                        .hasMessageContaining("/first");
                refused++;
            }
            world.finish("second");
            world.finish("first");
            world.run("third", new Life(FOREVER));
            assertRight(world, "death at step " + steps);
        }
        assertThat(refused).isPositive();
    }

    @Test
    public void whereverAnotherRunComesAndGoesInBetweenTheRowsArePutOnce() throws IOException {
        assertPutOnceWhenAnotherComes(world -> {
            isRefused("second", world, new Life(FOREVER));
            return Optional.empty();
        });
    }

    @Test
    public void whereverAnotherRunComesAndHasNotCommittedYetTheRowsArePutOnce() throws IOException {
        assertPutOnceWhenAnotherComes(world -> {
            try {
                return Optional.of(world.put("second", new Life(FOREVER)));
            } catch (IOException | CheckpointException e) {
                return Optional.empty();
            }
        });
    }

    /** @param second does what another run does at a step of the first one; what it has put is committed when that one has ended */
    private void assertPutOnceWhenAnotherComes(Function<World, Optional<AreaPublisher>> second) throws IOException {
        AtomicBoolean came = new AtomicBoolean(true);
        int refused = 0;
        for (int step = 1; came.getAndSet(false); step++) {
            World world = new World();
            AtomicReference<Optional<AreaPublisher>> left = new AtomicReference<>(Optional.empty());
            refused += isRefused("first", world, new Life(FOREVER).between(step, () -> {
                                came.set(true);
                                left.set(second.apply(world));
                            }))
                    ? 1
                    : 0;
            if (left.get().isPresent()) {
                left.get().get().finish();
            }
            world.finish("first");
            world.finish("second");
            world.run("third", new Life(FOREVER));

            assertThat(world.sink.texts()).as("another run at step " + step).containsExactlyInAnyOrderElementsOf(ROWS);
            assertThat(world.isCommitted()).isTrue();
        }
        assertThat(refused).isPositive();
    }

    private static boolean isRefused(String run, World world, Life life) {
        try {
            world.run(run, life);
            return false;
        } catch (IOException | CheckpointException e) {
            return true;
        }
    }

    private static boolean diesAt(int step, World world) throws IOException {
        Life life = new Life(step);
        try {
            world.run("first", life);
        } catch (IOException | Life.Died e) {
            assertThat(life.isDead()).as(e.toString()).isTrue();
        }
        return life.isDead();
    }

    private static void assertRight(World world, String when) {
        List<String> there = world.sink.texts();
        assertThat(new HashSet<>(there)).as(when).isEqualTo(new HashSet<>(ROWS));
        assertThat(there.size() - ROWS.size())
                .as(when + ": doubled, which is one call at most")
                .isBetween(0, KEYS);
        assertThat(world.isCommitted()).as(when).isTrue();
    }

    @Test
    public void whatAnotherRunHasCommittedMeanwhileIsNotFinishedWithoutAWord() throws IOException {
        World world = new World();
        world.sink.failing(3, new StreamException.Refused("no permission any more", null));
        assertThatThrownBy(() -> world.run("first", new Life(FOREVER))).isInstanceOf(PublishException.class);
        // A query without a sink.
        world.store.commitAll(
                List.of(new PlannedIteration(world.key(), Instant.EPOCH, Optional.of(new RunId("query")))));

        assertThatThrownBy(() -> world.finish("first"))
                .isInstanceOf(CheckpointException.CommittedByAnother.class)
                .hasMessageContaining("iteration 0 of logical name 'copier'");
        assertThat(world.sink.texts()).hasSize(2 * KEYS);
    }
}
