package io.millrace.model;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import io.millrace.config.ConnectorConfig;
import io.millrace.split.Checkpoints;
import io.millrace.split.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.Test;

/**
 * Random walks over put, split, merge, plan, read, kill, commit, expire, reading an old iteration again and other logical
 * names: no record is lost, doubled or invented, and none expires unread without a word. {@code -Dmillrace.seed=N} walks one
 * walk again.
 */
public class IterationsModelTest {
    /** The walks are the same in each run of the build; another number here, or a seed, makes others. */
    private static final long FIRST_SEED = 1;

    private static final int STEPS = 300;
    private static final int MEMORY_WALKS = 12;
    private static final int SERVICE_WALKS = 2;
    private static final int SERVICE_STEPS = 60;

    @Test
    public void inMemory() throws Exception {
        for (long seed : seeds(MEMORY_WALKS)) {
            VirtualClock clock = new VirtualClock(Instant.parse("2026-03-01T12:00:00Z"));
            World world = new MemoryWorld(1 + (int) Math.floorMod(seed, 3L), clock);
            walk(seed, STEPS, world, new InMemoryCheckpointStore(), clock);
        }
    }

    @Test
    public void onTheStreamServiceAndDynamoDb() throws Exception {
        for (long seed : seeds(SERVICE_WALKS)) {
            World world = new ServiceWorld(1 + (int) Math.floorMod(seed, 3L));
            ConnectorConfig config =
                    ConnectorConfig.from(Job.iterationsOf("any").conf());
            CheckpointStore store =
                    Checkpoints.open(config.checkpointing().orElseThrow().table(), config.credentials());
            // The walk's hours begin now, and real minutes are lost in them.
            walk(
                    seed,
                    SERVICE_STEPS,
                    world,
                    store,
                    new VirtualClock(Instant.now().plus(Duration.ofMinutes(10))));
        }
    }

    private static long[] seeds(int count) {
        Long chosen = Long.getLong("millrace.seed");
        return chosen != null
                ? new long[] {chosen}
                : new Random(FIRST_SEED).longs(count).toArray();
    }

    private static void walk(long seed, int steps, World world, CheckpointStore store, VirtualClock clock)
            throws Exception {
        System.out.println(
                "seed " + seed + ", " + steps + " steps, " + world.getClass().getSimpleName());
        String last = "begin";
        int step = 0;
        try (world;
                store) {
            ModelWalk walk = new ModelWalk(seed, world, store, clock);
            for (; step < steps; step++) {
                last = walk.step();
            }
            last = "end";
            walk.end();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "-Dmillrace.seed=" + seed + ", step " + step + " (the one after '" + last + "'): " + e, e);
        }
    }
}
