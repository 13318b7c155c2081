package io.millrace.checkpoint;

import io.millrace.checkpoint.StreamSurvey.Reach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Iteration 0 of a reader that takes over from an application of another kind: all that the application has not
 * processed, up to the tips of now. A shard that the application knew nothing of is read from its beginning, unless it
 * knew one that came out of it: then it had done with it. Stateless.
 */
public final class ReaderImport {
    private static final Left READ = new Left(Optional.empty(), false);
    private static final String UNFINISHED = ": the stream no longer lists it, and it was not processed to its end";

    private ReaderImport() {}

    /**
     * How far the application is in a shard.
     *
     * @param goesOn where it would go on; empty: it has read the shard to its end. No {@link Position.AtTimestamp}.
     * @param again whether the record of a {@link Position.After} is to be read once more
     */
    public record Left(Optional<Position> goesOn, boolean again) {}

    /**
     * What the application left.
     *
     * @param plan iteration 0, not stored yet
     * @param losses one sentence for each shard of which records may have expired unread
     */
    public record Imported(IterationPlan plan, List<String> losses) {}

    /**
     * Surveys the stream for what is left.
     *
     * @param reader who goes on
     * @param left the shards that the application knew
     * @param now the time, read before the survey
     * @throws IllegalArgumentException when no shard of the stream was known to the application, or it knew of one what can't
     *     be: then it has read another stream
     */
    public static Imported survey(LogicalName reader, Map<ShardId, Left> left, StreamSurvey stream, Instant now) {
        StreamIdentity identity = stream.identity();
        List<Shard> listed =
                stream.shards().stream().sorted(Comparator.comparing(Shard::id)).toList();
        if (listed.stream().noneMatch(shard -> left.containsKey(shard.id()))) {
            throw new IllegalArgumentException("none of the " + left.size() + " shards that are known of is one of the "
                    + listed.size() + " shards of " + identity.arn() + ": is this the application's stream?");
        }
        listed.stream()
                .filter(shard -> left.containsKey(shard.id()))
                .forEach(shard -> check(shard, left.get(shard.id()), identity));
        Set<ShardId> passed = passed(left.keySet(), listed);
        Map<Shard, Position> questions = new LinkedHashMap<>();
        for (Shard shard : listed) {
            Left known = left.getOrDefault(
                    shard.id(),
                    passed.contains(shard.id()) ? READ : new Left(Optional.of(new Position.TrimHorizon()), false));
            known.goesOn().ifPresent(position -> questions.put(shard, position));
        }
        Map<ShardId, Reach> reaches = stream.reach(questions);
        List<ShardPlan> plans = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        for (Shard shard : listed) {
            Position from = questions.get(shard);
            Reach reach = reaches.get(shard.id());
            if (from == null) {
                plans.add(new ShardPlan(shard.id(), Optional.empty(), shard.end(), true));
            } else if (reach == null) {
                losses.add("shard " + shard.id() + UNFINISHED);
            } else {
                plans.add(plan(
                        shard, from, reach, left.getOrDefault(shard.id(), READ).again()));
                if (reach.anchorExpired()) {
                    losses.add("shard " + shard.id() + ": the last record that was processed is no longer retained");
                }
            }
        }
        losses.addAll(vanished(left, listed));
        IterationKey key = new IterationKey(reader, identity.arn(), IterationNumber.ZERO);
        return new Imported(new IterationPlan(key, identity, now, IterationPlan.State.PLANNED, plans), losses);
    }

    /** Shards of a stream that was made anew under the same name have the same ids; a sequence number the service refuses itself. */
    private static void check(Shard shard, Left left, StreamIdentity stream) {
        if (left.goesOn().isEmpty() && !shard.isClosed()) {
            throw new IllegalArgumentException(
                    "shard " + shard.id() + " of " + stream.arn() + " was read to its end, but it is still open:"
                            + " the application has read another stream, or one of the same name"
                            + " before it was deleted and created anew at " + stream.created());
        }
    }

    private static ShardPlan plan(Shard shard, Position from, Reach reach, boolean again) {
        Optional<SequenceRange> records = reach.records();
        Optional<SequenceNumber> consumed = records.map(SequenceRange::last);
        if (from instanceof Position.After after) {
            consumed = consumed.or(() -> Optional.of(after.number()));
            SequenceNumber last = consumed.get();
            records = again ? Optional.of(new SequenceRange(after.number(), last)) : records;
        } else if (from instanceof Position.Latest) {
            consumed = reach.tip();
        }
        return new ShardPlan(shard.id(), records, shard.isClosed() ? shard.end() : consumed, shard.isClosed());
    }

    /** The shards out of which known ones came: an application goes on to those only when it has done with these. */
    private static Set<ShardId> passed(Set<ShardId> known, List<Shard> listed) {
        Map<ShardId, Shard> byId = new HashMap<>();
        listed.forEach(shard -> byId.put(shard.id(), shard));
        Set<ShardId> passed = new HashSet<>();
        List<ShardId> open = new ArrayList<>(known);
        while (!open.isEmpty()) {
            Shard shard = byId.get(open.remove(open.size() - 1));
            if (shard != null) {
                shard.parent().filter(passed::add).ifPresent(open::add);
                shard.adjacentParent().filter(passed::add).ifPresent(open::add);
            }
        }
        return passed;
    }

    private static List<String> vanished(Map<ShardId, Left> left, List<Shard> listed) {
        Set<ShardId> there = new HashSet<>();
        listed.forEach(shard -> there.add(shard.id()));
        return left.entrySet().stream()
                .filter(entry -> entry.getValue().goesOn().isPresent() && !there.contains(entry.getKey()))
                .map(entry -> "shard " + entry.getKey() + UNFINISHED)
                .sorted()
                .toList();
    }
}
