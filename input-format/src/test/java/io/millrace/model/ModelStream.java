package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader;
import io.millrace.model.ModelReader.Put;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A stream on which things happen at random, and the plain list of what was put on it. For one thread.
 */
final class ModelStream {
    private static final Duration RETENTION = Duration.ofHours(24);
    private static final int MOST_SHARDS = 6;

    private final World world;
    private final AgingReader reader;
    private final VirtualClock clock;
    private final Random random;
    private final List<Put> puts = new ArrayList<>();
    private final Map<ShardId, Instant> closings = new HashMap<>();
    private final Set<ShardId> unlisted = new HashSet<>();

    ModelStream(World world, AgingReader reader, VirtualClock clock, Random random) {
        this.world = world;
        this.reader = reader;
        this.clock = clock;
        this.random = random;
    }

    /** The stream as the connector sees it. */
    AgingReader reader() {
        return reader;
    }

    /** All that was put, in order. */
    List<Put> puts() {
        return puts;
    }

    /** Whether a shard is not listed any more, as all that it had has expired. */
    boolean isForgotten(ShardId shard) {
        return unlisted.contains(shard);
    }

    void put() {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            texts.add(Integer.toHexString(random.nextInt()) + "-" + (puts.size() + texts.size()));
        }
        Instant now = clock.instant();
        List<World.Acknowledged> where = world.put(texts);
        for (int i = 0; i < texts.size(); i++) {
            puts.add(new Put(texts.get(i), where.get(i), now));
        }
    }

    void split() {
        if (world.openShards() < MOST_SHARDS) {
            world.split(random.nextInt(world.openShards()));
            noteClosings();
        }
    }

    void merge() {
        if (world.openShards() > 1) {
            world.merge(random.nextInt(world.openShards() - 1));
            noteClosings();
        }
    }

    private void noteClosings() {
        Optional<String> token = Optional.empty();
        do {
            StreamReader.ShardPage page = world.reader().shards(token);
            page.shards().stream()
                    .filter(Shard::isClosed)
                    .forEach(shard -> closings.putIfAbsent(shard.id(), clock.instant()));
            token = page.nextToken();
        } while (token.isPresent());
    }

    /** Something that happens to the stream while a planner or a reader is at work. */
    void disturb() {
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> put();
            case 3 -> split();
            case 4 -> merge();
            default -> {
                // Nothing happens.
            }
        }
    }

    /** Lets time pass, and with it records and shards. */
    void pass(Duration duration) {
        clock.pass(duration);
        puts.stream()
                .filter(this::isExpired)
                .forEach(put -> reader.expire(put.where().shard(), put.where().number()));
        closings.forEach((shard, closed) -> {
            if (!closed.plus(RETENTION).isAfter(clock.instant())) {
                reader.unlist(shard);
                unlisted.add(shard);
            }
        });
    }

    /** Whether a record is too old to be read. */
    boolean isExpired(Put put) {
        return !put.at().plus(RETENTION).isAfter(clock.instant());
    }

    /** The records in a plan's ranges; the ends of a range are records themselves, unless the shard was finished. */
    Set<Put> recordsOf(IterationPlan plan) {
        Map<ShardId, Set<SequenceNumber>> numbers = puts.stream()
                .collect(Collectors.groupingBy(
                        put -> put.where().shard(),
                        Collectors.mapping(put -> put.where().number(), Collectors.toSet())));
        Set<Put> records = new HashSet<>();
        plan.shards().forEach(shard -> shard.records().ifPresent(range -> {
            Set<SequenceNumber> there = numbers.getOrDefault(shard.shard(), Set.of());
            assertThat(there).as("a record of " + shard).contains(range.first());
            assertThat(shard.finished() || there.contains(range.last()))
                    .as("a record of " + shard)
                    .isTrue();
            puts.stream()
                    .filter(put -> put.where().shard().equals(shard.shard())
                            && range.contains(put.where().number()))
                    .forEach(records::add);
        }));
        return records;
    }
}
