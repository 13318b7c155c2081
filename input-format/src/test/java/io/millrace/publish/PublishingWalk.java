package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.Writing;
import io.millrace.config.Writing.WriteLimits;
import io.millrace.split.ReadIterations;
import io.millrace.write.BatchWriter;
import io.millrace.write.FakeSink;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One job or statement from its tasks to the last of its publishers, all of which may die, meet each other and streams that refuse or
 * do not answer; beside it the plain model: each record that a task has committed is in its stream once, and once more for each
 * time that a call has brought it in of which no publisher could know. For one thread.
 */
final class PublishingWalk {
    private static final List<String> SINKS = List.of("one", "two");
    private static final int MOST_PUBLISHERS = 6;
    private static final int LONGEST_LIFE = 250;
    private static final int FOREVER = Integer.MAX_VALUE;

    private final Random random;
    private final Path folder;
    private final File local;
    private final boolean ordered;
    private final AtomicLong now = new AtomicLong();
    /** What is in the streams, in the order of arrival. */
    private final Map<String, List<String>> streams = new LinkedHashMap<>();
    /** What the tasks have committed, by sink and task. */
    private final Map<String, List<String>> committed = new LinkedHashMap<>();
    /** How often a record may be there more than once. */
    private final Map<String, Integer> uncertain = new HashMap<>();

    private AssertionError wrong;
    /** Whether anybody came in between: another publisher, or a late attempt. */
    private boolean met;

    private int publishers;
    private int depth;
    private int steps;

    PublishingWalk(long seed, File local) {
        this.random = new Random(seed);
        this.local = local;
        this.folder = new Path("walk://" + local.getPath());
        this.ordered = random.nextInt(4) > 0;
        SINKS.forEach(sink -> streams.put(sink, new ArrayList<>()));
    }

    /** Walks to the end, and returns how many steps there were. */
    int walk() throws IOException {
        stage();
        boolean done = false;
        for (int i = 0; !done && i < MOST_PUBLISHERS; i++) {
            done = publish(random.nextInt(3) == 0 ? FOREVER : 1 + random.nextInt(LONGEST_LIFE), true);
            if (!done && exists("staged") && !exists("publishing") && random.nextInt(5) == 0) {
                assertThat(streams.values()).as("before a publishing has begun").allMatch(List::isEmpty);
            }
        }
        for (int i = 0; !done && i < 3; i++) {
            done = publish(FOREVER, false);
        }
        if (wrong != null) {
            throw wrong;
        }
        assertThat(done).as("somebody has published all").isTrue();
        check();
        return steps;
    }

    private boolean exists(String name) {
        return new File(local, name).exists();
    }

    // What tasks do.

    private void stage() throws IOException {
        Life life = new Life(FOREVER);
        StagingArea area =
                new StagingArea(folder, WalkFileSystem.conf("tasks", new WalkFileSystem.Host(life, random, () -> {})));
        area.begin(Map.of());
        int tasks = 1 + random.nextInt(3);
        for (int task = 0; task < tasks; task++) {
            String name = "t" + task;
            int attempts = 1 + random.nextInt(3);
            int records = random.nextInt(25);
            for (int attempt = 0; attempt < attempts; attempt++) {
                String id = name + "_" + attempt;
                boolean last = attempt == attempts - 1;
                write(area, id, name, records, last || random.nextBoolean());
                if (last) {
                    area.tasks().commit(id, name);
                } else if (random.nextBoolean()) {
                    area.tasks().abort(id);
                }
            }
        }
        steps += life.steps();
    }

    /** An attempt writes to all sinks; one that is killed leaves a file without an end. */
    private void write(StagingArea area, String attempt, String task, int records, boolean whole) throws IOException {
        for (String sink : SINKS) {
            List<String> its = new ArrayList<>();
            StagedFileWriter file =
                    area.tasks().create(attempt, sink, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
            for (int i = 0; i < (sink.equals("two") ? records / 2 : records); i++) {
                String text = sink + "/" + task + "/k" + i % 4 + "/" + i;
                its.add(text);
                file.write(OutgoingRecord.of(file.nextNumber(), "k" + i % 4, text.getBytes(StandardCharsets.UTF_8)));
            }
            if (whole) {
                file.finish();
            } else {
                file.close();
            }
            committed.put(sink + "/" + task, its);
        }
    }

    /** An attempt of a task that was taken for dead, and is not. */
    private void commitLate() {
        met = true;
        try {
            StagingArea area = new StagingArea(
                    folder, WalkFileSystem.conf("late", new WalkFileSystem.Host(new Life(FOREVER), random, () -> {})));
            if (exists("publishing") || exists("staged") || exists("tasks")) {
                int records = committed.get("one/t0").size();
                write(area, "t0_late", "t0", records, true);
                area.tasks().commit("t0_late", "t0");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // What publishers do.

    /** Whether the publisher has come to its end, at which all must be there. */
    private boolean publish(int lifetime, boolean harm) {
        int me = ++publishers;
        depth++;
        Life life = new Life(lifetime);
        if (harm && depth == 1 && random.nextInt(3) == 0) {
            life.between(1 + random.nextInt(LONGEST_LIFE), () -> {
                met = true;
                publish(1 + random.nextInt(2 * LONGEST_LIFE), true);
            });
        }
        if (harm && random.nextInt(4) == 0) {
            life.between(1 + random.nextInt(LONGEST_LIFE), this::commitLate);
        }
        Calls calls = new Calls(life, harm);
        Configuration conf = WalkFileSystem.conf("publisher" + me, new WalkFileSystem.Host(life, random, calls::noted));
        try {
            StagingArea area = new StagingArea(folder, conf);
            // Whoever publishes looks for the mark first: without it, another publisher has put all and deleted it.
            if (!area.isBegun()) {
                checkAllThere();
                return true;
            }
            List<AreaPublisher.Sink> sinks = SINKS.stream()
                    .map(sink -> new AreaPublisher.Sink(sink, calls.to(sink), writing(), new PublishSettings(Map.of())))
                    .toList();
            AreaPublisher publisher = AreaPublisher.begin(
                    area,
                    sinks,
                    new ReadIterations(),
                    new BatchWriter.Pace(now::get, pause -> now.addAndGet(pause.toNanos()), random::nextDouble));
            for (AreaPublisher.Sink sink : sinks) {
                publisher.publish(sink.name());
            }
            checkAllThere();
            publisher.finish();
            return !life.isDead();
        } catch (IOException | StreamException | Life.Died e) {
            return false;
        } catch (AssertionError e) {
            // Of one that came in between, the other one would make a failure of its own.
            wrong = wrong == null ? e : wrong;
            throw e;
        } finally {
            calls.end();
            depth--;
            steps += life.steps();
        }
    }

    private Writing writing() {
        return new Writing(
                Optional.empty(),
                Optional.empty(),
                ordered,
                1,
                new WriteLimits(Optional.empty(), Optional.empty()),
                Optional.empty());
    }

    /** The calls of one publisher, and which of them it can't know of. */
    private final class Calls {
        private final Life life;
        private final boolean harm;
        /** What the last call has brought in, until it is noted. */
        private final List<String> unnoted = new ArrayList<>();

        private final int begun = publishers;
        /** One call it may make after another publisher has come. */
        private boolean grace = true;

        Calls(Life life, boolean harm) {
            this.life = life;
            this.harm = harm;
        }

        /** What was called before is on disk; of what is brought in while another one comes, that one may not know. */
        void noted() {
            if (grace && begun != publishers) {
                grace = false;
                unnoted.forEach(PublishingWalk.this::mayBeDoubled);
            }
            unnoted.clear();
        }

        void end() {
            unnoted.forEach(PublishingWalk.this::mayBeDoubled);
            unnoted.clear();
        }

        StreamWriter to(String sink) {
            return new StreamWriter() {
                @Override
                public Target describe() {
                    life.step();
                    if (harm && random.nextInt(10) == 0) {
                        throw new StreamException.Unavailable("oops", null);
                    }
                    return new Target(
                            new StreamIdentity("arn:aws:kinesis:us-east-1:000000000000:stream/" + sink, Instant.EPOCH),
                            RecordLimits.DEFAULT_RECORD_BYTES);
                }

                @Override
                public List<Outcome> put(List<OutgoingRecord> records) {
                    return take(sink, records);
                }

                @Override
                public void close() {}
            };
        }

        private List<StreamWriter.Outcome> take(String sink, List<OutgoingRecord> records) {
            unnoted.clear();
            life.step();
            int luck = harm ? random.nextInt(40) : FOREVER;
            if (luck == 0) {
                throw new StreamException.Refused("no permission any more", null);
            } else if (luck == 1) {
                throw new StreamException.Throttled("slow down", null);
            } else if (luck == 2) {
                throw new StreamException.Unavailable("not there", null);
            }
            List<StreamWriter.Outcome> outcomes = new ArrayList<>();
            for (OutgoingRecord record : records) {
                int its = harm ? random.nextInt(20) : FOREVER;
                outcomes.add(
                        its == 0
                                ? FakeSink.throttled()
                                : its == 1 ? FakeSink.failed() : StreamWriter.Outcome.ACKNOWLEDGED);
                if (its > 1) {
                    streams.get(sink).add(FakeSink.text(record));
                    unnoted.add(FakeSink.text(record));
                }
            }
            life.step();
            if (luck == 3) {
                end();
                throw new StreamException.Unavailable("the answer is lost", null);
            }
            return outcomes;
        }
    }

    private void mayBeDoubled(String record) {
        uncertain.merge(record, 1, Integer::sum);
    }

    // The model.

    private void checkAllThere() {
        SINKS.forEach(sink -> assertThat(new LinkedHashSet<>(streams.get(sink)))
                .as("when a publisher has ended well")
                .isEqualTo(expected(sink)));
    }

    private Set<String> expected(String sink) {
        Set<String> all = new LinkedHashSet<>();
        committed.forEach((task, records) -> {
            if (task.startsWith(sink + "/")) {
                all.addAll(records);
            }
        });
        return all;
    }

    private void check() {
        checkAllThere();
        for (String sink : SINKS) {
            Map<String, Integer> times = new HashMap<>();
            Map<String, Integer> newest = new HashMap<>();
            for (String record : streams.get(sink)) {
                int number = Integer.parseInt(record.substring(record.lastIndexOf('/') + 1));
                if (times.merge(record, 1, Integer::sum) == 1) {
                    int before = newest.merge(record.substring(0, record.lastIndexOf('/')), number, Math::max);
                    assertThat(!ordered || number >= before)
                            .as("order at " + record)
                            .isTrue();
                }
            }
            times.forEach((record, many) -> assertThat(many)
                    .as("times that " + record + " is there")
                    .isBetween(1, 1 + uncertain.getOrDefault(record, 0)));
        }
        // One that was overtaken, or a late attempt, may make a folder anew in which nothing can be published.
        assertThat(met ? new File(local, "begun") : local).as("what is left").doesNotExist();
    }
}
