package io.millrace.checkpoint;

import io.millrace.checkpoint.StreamSurvey.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges whether records can have expired between two iterations. The previous plan took every shard up to its tip, so
 * a record that it does not have was put after it was made. While that plan is younger than the stream's retention,
 * such a record is still there: a shard whose last record aged out was merely quiet. Once the plan is older, only a
 * shard whose last consumed record is still retained is known to have lost nothing, and with it the shards that came
 * from it later. Lives for one judgement, in one thread.
 */
final class LossCheck {
    /**
     * Taken off the retention: the clocks of the two planners and of the service may differ by this much together.
     * Generous, since it costs only those who plan less than an hour before their records expire.
     */
    static final Duration CLOCK_SLACK = Duration.ofHours(1);

    private static final String VANISHED = "the stream no longer lists it, and it was not read to its end";

    private final IterationPlan previous;
    private final Set<ShardId> known;
    private final List<Shard> listed;
    private final Map<ShardId, Reach> reaches;
    private final Map<ShardId, Boolean> intact = new HashMap<>();

    private LossCheck(IterationPlan previous, List<Shard> listed, Map<ShardId, Reach> reaches) {
        this.previous = previous;
        this.known = shards(previous);
        this.listed = listed;
        this.reaches = reaches;
        previous.shards().forEach(plan -> intact.put(plan.shard(), isIntact(plan)));
    }

    /**
     * The shards that may have lost records since the previous plan, in order of their ids.
     *
     * @param listed the shards that the stream has now
     * @param forgotten those that it listed a moment ago, with records to be read, and has no more
     * @param reaches what the survey saw of them
     * @param now when the survey began
     * @param retention how long the stream keeps records
     */
    static List<PossibleLoss> between(
            IterationPlan previous,
            List<Shard> listed,
            Set<Shard> forgotten,
            Map<ShardId, Reach> reaches,
            Instant now,
            Duration retention) {
        Stream<PossibleLoss> vanished = ShardProgression.fromPlan(previous, listed).vanished().stream()
                .map(plan -> new PossibleLoss(plan.shard(), plan.consumed(), VANISHED));
        Set<ShardId> known = shards(previous);
        Stream<PossibleLoss> missed = forgotten.stream()
                .filter(shard -> !known.contains(shard.id()))
                .map(shard -> new PossibleLoss(shard.id(), Optional.empty(), VANISHED));
        boolean young = Duration.between(previous.plannedAt(), now).compareTo(retention.minus(CLOCK_SLACK)) < 0;
        Stream<PossibleLoss> aged = young
                ? Stream.empty()
                : new LossCheck(previous, listed, reaches)
                        .aged("iteration "
                                + previous.key().number() + " was planned at " + previous.plannedAt()
                                + " and the stream keeps records for " + retention.toHours() + " hours");
        return Stream.of(vanished, missed, aged)
                .flatMap(Function.identity())
                .sorted((one, other) -> one.shard().compareTo(other.shard()))
                .toList();
    }

    private static Set<ShardId> shards(IterationPlan plan) {
        return plan.shards().stream().map(ShardPlan::shard).collect(Collectors.toSet());
    }

    private Stream<PossibleLoss> aged(String reason) {
        Map<ShardId, Optional<SequenceNumber>> consumed = new HashMap<>();
        previous.shards().forEach(plan -> consumed.put(plan.shard(), plan.consumed()));
        Map<ShardId, Shard> byId = new HashMap<>();
        listed.forEach(shard -> byId.put(shard.id(), shard));
        List<PossibleLoss> losses = new ArrayList<>();
        for (Shard shard : listed) {
            if (!isIntact(shard, byId)) {
                losses.add(new PossibleLoss(shard.id(), consumed.getOrDefault(shard.id(), Optional.empty()), reason));
            }
        }
        return losses.stream();
    }

    private boolean isIntact(ShardPlan plan) {
        Reach reach = reaches.get(plan.shard());
        return plan.finished() || (plan.consumed().isPresent() && reach != null && !reach.anchorExpired());
    }

    /** A new shard's records are all younger than those of the shard that it came from. */
    private boolean isIntact(Shard shard, Map<ShardId, Shard> byId) {
        Boolean judged = intact.get(shard.id());
        if (judged != null) {
            return judged;
        }
        boolean result = Stream.concat(shard.parent().stream(), shard.adjacentParent().stream())
                .anyMatch(parent -> isAnchored(parent) || isIntactAndNew(parent, byId));
        intact.put(shard.id(), result);
        return result;
    }

    private boolean isAnchored(ShardId parent) {
        Reach reach = reaches.get(parent);
        return Boolean.TRUE.equals(intact.get(parent)) && reach != null;
    }

    private boolean isIntactAndNew(ShardId parent, Map<ShardId, Shard> byId) {
        return !known.contains(parent) && byId.containsKey(parent) && isIntact(byId.get(parent), byId);
    }
}
