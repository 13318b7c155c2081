package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationOperations;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.PlanRequest;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.ShardId;
import io.millrace.config.Reading;
import io.millrace.model.ModelReader.Iteration;
import io.millrace.model.ModelReader.Put;
import io.millrace.shard.KinesisStreamSurvey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A random walk over a stream and its readers, beside a plain model of both: a list of the records that were put and, for
 * each logical name, which of them each iteration has. Every step checks the connector against the model. For one thread.
 */
final class ModelWalk {
    /** A plan younger than this can't have missed a record that expired. */
    private static final Duration YOUNG = Duration.ofHours(23);

    private static final Reading.ReadLimits UNLIMITED = new Reading.ReadLimits(0, 0);
    private static final int MOST_READERS = 3;

    private final Random random;
    private final VirtualClock clock;
    private final Countdown death = new Countdown();
    private final ModelStream stream;
    private final CheckpointStore store;
    private final List<ModelReader> readers = new ArrayList<>();
    private final SplitCheck check;

    ModelWalk(long seed, World world, CheckpointStore store, VirtualClock clock) {
        this.random = new Random(seed);
        this.clock = clock;
        this.store = MortalStore.of(store, death);
        this.stream = new ModelStream(world, new AgingReader(world.reader(), death, clock, seed), clock, random);
        this.check = new SplitCheck(stream.reader(), clock, stream::isExpired);
        fork();
    }

    /** Takes a step and names it. */
    String step() throws Exception {
        int kind = random.nextInt(100);
        if (kind < 28) {
            stream.put();
            return "put";
        } else if (kind < 30) {
            remove(reader());
            return "rewind";
        } else if (kind < 36) {
            stream.split();
            return "split";
        } else if (kind < 41) {
            stream.merge();
            return "merge";
        } else if (kind < 57) {
            planNew(reader());
            return "plan a new iteration";
        } else if (kind < 67) {
            killPlanner(reader());
            return "kill a planner";
        } else if (kind < 72) {
            race(reader());
            return "two planners of one iteration";
        } else if (kind < 78) {
            next(reader());
            return "plan the next iteration";
        } else if (kind < 84) {
            readOld(reader());
            return "read an old iteration";
        } else if (kind < 88) {
            killReader(reader());
            return "kill a reader";
        } else if (kind < 93) {
            commit(reader());
            return "commit";
        } else if (kind < 98) {
            stream.pass(Duration.ofMinutes(30 + random.nextInt(11 * 60)));
            return "time passes";
        }
        fork();
        return "another logical name";
    }

    /** After the walk: each record is in one iteration of every reader, unless it expired before. */
    void end() throws Exception {
        for (ModelReader reader : readers) {
            planNew(reader);
            // The second one has what was put while the first one was planned.
            planNew(reader);
            for (Put put : stream.puts()) {
                long times = reader.iterations.stream()
                        .filter(iteration -> iteration.records.contains(put))
                        .count();
                assertThat(times)
                        .as("iterations of %s with %s", reader.name, put)
                        .isEqualTo(reader.lost.contains(put) ? 0 : 1);
            }
        }
    }

    private ModelReader reader() {
        return readers.get(random.nextInt(readers.size()));
    }

    private void fork() {
        if (readers.size() < MOST_READERS) {
            readers.add(new ModelReader("reader-" + UUID.randomUUID()));
        }
    }

    private void planNew(ModelReader reader) throws Exception {
        stream.reader().afterList(stream::disturb);
        plan(reader, numbered(reader.iterations.size()));
        read(reader, reader.iterations.size() - 1);
    }

    private void killPlanner(ModelReader reader) throws Exception {
        if (reader.pending.isEmpty()) {
            reader.pending = Optional.of(stream.puts().size());
        }
        stream.reader().afterList(stream::disturb);
        death.dieAfter(random.nextInt(40));
        try {
            planner().plan(request(reader, numbered(reader.iterations.size()), DataLoss.FAIL), survey());
        } catch (Countdown.Killed | CheckpointException.RecordsExpired e) {
            // If it lived to the end, the plan is there.
        } finally {
            death.revive();
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            stream.disturb();
        }
        planNew(reader);
    }

    /** While one planner has listed the shards, another one plans the same iteration from beginning to end. */
    private void race(ModelReader reader) throws Exception {
        List<IterationPlan> winner = new ArrayList<>();
        IterationChoice choice = numbered(reader.iterations.size());
        stream.reader().afterList(() -> {
            stream.disturb();
            try {
                winner.add(planner().plan(request(reader, choice, DataLoss.FAIL), survey()));
            } catch (CheckpointException.RecordsExpired e) {
                assertThat(mayLose(reader))
                        .as("records may have expired: %s", e)
                        .isTrue();
            }
            stream.disturb();
        });
        plan(reader, choice);
        stream.reader().afterList(() -> {});
        if (!winner.isEmpty()) {
            assertThat(last(reader).plan).as("the loser uses the winner's plan").isEqualTo(winner.get(0));
        }
        read(reader, reader.iterations.size() - 1);
    }

    private void next(ModelReader reader) throws Exception {
        long expected = reader.next();
        if (expected == reader.iterations.size()) {
            plan(reader, new IterationChoice.Next());
            read(reader, (int) expected);
        } else {
            IterationPlan again = planner().plan(request(reader, new IterationChoice.Next(), DataLoss.FAIL), survey());
            assertThat(again.key().number().value()).isEqualTo(expected);
        }
    }

    private void readOld(ModelReader reader) throws Exception {
        if (!reader.iterations.isEmpty()) {
            read(reader, random.nextInt(reader.iterations.size()));
        }
        long gap = reader.iterations.size() + 1L;
        assertThatThrownBy(() -> planner().plan(request(reader, numbered(gap), DataLoss.FAIL), survey()))
                .isInstanceOf(CheckpointException.IterationGap.class);
    }

    /** Removes the newest iterations. The next one has what they had, and a job that read them commits nothing of it. */
    private void remove(ModelReader reader) throws Exception {
        if (reader.iterations.isEmpty()) {
            return;
        }
        int to = random.nextInt(reader.iterations.size());
        IterationOperations operations =
                new IterationOperations(store, reader.name, survey().identity().arn());
        operations.rewind(operations.after(new IterationNumber(to)));
        List<Iteration> newest = reader.iterations.subList(to + 1, reader.iterations.size());
        List<Iteration> removed = List.copyOf(newest);
        newest.clear();
        stream.pass(Duration.ofSeconds(1));
        planNew(reader);
        for (Iteration each : removed) {
            assertThatThrownBy(() -> store.commitAll(List.of(PlannedIteration.of(each.plan))))
                    .isInstanceOf(CheckpointException.StoreFailed.class);
        }
        read(reader, reader.iterations.size() - 1);
    }

    private void commit(ModelReader reader) {
        if (!reader.iterations.isEmpty()) {
            Iteration iteration = reader.iterations.get(random.nextInt(reader.iterations.size()));
            store.commitAll(List.of(PlannedIteration.of(iteration.plan)));
            iteration.committed = true;
        }
    }

    private void killReader(ModelReader reader) throws Exception {
        if (!reader.iterations.isEmpty()) {
            int number = random.nextInt(reader.iterations.size());
            check.readInPart(reader.iterations.get(number), random, this::disturbReader);
            read(reader, number);
        }
    }

    private void disturbReader() {
        if (random.nextBoolean()) {
            stream.disturb();
        } else {
            stream.pass(Duration.ofHours(random.nextInt(20)));
        }
    }

    /** Plans a new iteration, if need be in spite of losses, and checks which records it has. */
    private void plan(ModelReader reader, IterationChoice choice) {
        int before = reader.pending.orElse(stream.puts().size());
        boolean losing = random.nextInt(3) == 0;
        IterationPlan plan;
        try {
            plan = planner().plan(request(reader, choice, losing ? DataLoss.SKIP : DataLoss.FAIL), survey());
        } catch (CheckpointException.RecordsExpired e) {
            assertThat(losing).isFalse();
            assertThat(mayLose(reader)).as("records may have expired: %s", e).isTrue();
            losing = true;
            plan = planner().plan(request(reader, choice, DataLoss.SKIP), survey());
        }
        reader.pending = Optional.empty();
        note(reader, plan, before, losing);
    }

    private void note(ModelReader reader, IterationPlan plan, int before, boolean losing) {
        assertThat(plan.key().number().value()).isEqualTo(reader.iterations.size());
        Set<Put> records = stream.recordsOf(plan);
        for (Put put : records) {
            assertThat(reader.has(put)).as("%s is in an earlier iteration", put).isFalse();
        }
        for (Put put : stream.puts().subList(0, before)) {
            if (!records.contains(put) && !reader.has(put) && !reader.lost.contains(put)) {
                assertThat(stream.isExpired(put))
                        .as("%s was there and is missing", put)
                        .isTrue();
                assertThat(losing || reader.iterations.isEmpty())
                        .as("%s has expired unread, and nobody is told", put)
                        .isTrue();
                reader.lost.add(put);
            }
        }
        reader.iterations.add(new Iteration(plan, records));
    }

    private boolean mayLose(ModelReader reader) {
        if (reader.iterations.isEmpty()) {
            return false;
        }
        IterationPlan previous = last(reader).plan;
        return Duration.between(previous.plannedAt(), clock.instant()).compareTo(YOUNG) >= 0
                || previous.shards().stream().anyMatch(shard -> !shard.finished() && stream.isForgotten(shard.shard()));
    }

    /** Looks an iteration up again and reads all of it, twice. */
    private void read(ModelReader reader, int number) throws Exception {
        Iteration iteration = reader.iterations.get(number);
        IterationPlan again = planner().plan(request(reader, numbered(number), DataLoss.FAIL), survey());
        assertThat(again.shards()).isEqualTo(iteration.plan.shards());
        assertThat(again.state() == IterationPlan.State.COMMITTED).isEqualTo(iteration.committed);
        check.read(iteration, DataLoss.FAIL);
        check.read(iteration, DataLoss.SKIP);
    }

    private static Iteration last(ModelReader reader) {
        return reader.iterations.get(reader.iterations.size() - 1);
    }

    private IterationPlanner planner() {
        return new IterationPlanner(store, clock, pause -> {});
    }

    private KinesisStreamSurvey survey() {
        return new KinesisStreamSurvey(stream.reader(), UNLIMITED);
    }

    private static IterationChoice numbered(long number) {
        return new IterationChoice.Numbered(new IterationNumber(number));
    }

    private static PlanRequest request(ModelReader reader, IterationChoice choice, DataLoss dataLoss) {
        return new PlanRequest(
                reader.name,
                choice,
                new Position.TrimHorizon(),
                dataLoss,
                "Say 'skip' to go on.",
                PlanRequest.SilenceLimit.NONE);
    }

    /** Records of a shard in order. */
    static List<Put> ofShard(Set<Put> records, ShardId shard) {
        return records.stream()
                .filter(put -> put.where().shard().equals(shard))
                .sorted(Comparator.comparing(put -> put.where().number()))
                .toList();
    }
}
