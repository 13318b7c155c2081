package io.millrace.checkpoint;

import io.millrace.checkpoint.StreamSurvey.Reach;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One look at a stream: the plan that it would give, not stored yet, and the records that may have been lost since the
 * previous iteration. Immutable and thread-safe.
 */
record StreamDraft(IterationPlan plan, List<PossibleLoss> losses) {

    /** Whether the stream had nothing new. */
    boolean isSilent() {
        return plan.shardsWithRecords() == 0;
    }

    /**
     * Surveys a stream.
     *
     * @param previous the plan of the iteration before, empty for iteration 0
     * @param initial where iteration 0 begins
     * @param now read before the survey: what the plan does not hold was put later
     */
    static StreamDraft of(
            IterationKey key,
            StreamIdentity stream,
            Optional<IterationPlan> previous,
            Position initial,
            StreamSurvey survey,
            Instant now) {
        // The list comes first: a shard that it calls closed gets no more records, so the survey sees its end.
        List<Shard> listed = survey.shards();
        Map<Shard, Position> questions = progression(previous, initial, listed).questions();
        Map<ShardId, Reach> reaches = ask(survey, questions);
        Set<Shard> forgotten = questions.keySet().stream()
                .filter(shard -> !reaches.containsKey(shard.id()))
                .collect(Collectors.toSet());
        // As if they had been forgotten before they were listed.
        List<Shard> left =
                listed.stream().filter(shard -> !forgotten.contains(shard)).toList();
        ShardProgression progression = progression(previous, initial, left);
        List<PossibleLoss> losses = previous.map(
                        plan -> LossCheck.between(plan, left, forgotten, reaches, now, survey.retention()))
                .orElse(List.of());
        IterationPlan plan =
                new IterationPlan(key, stream, now, IterationPlan.State.PLANNED, progression.plans(reaches));
        return new StreamDraft(plan, losses);
    }

    private static ShardProgression progression(
            Optional<IterationPlan> previous, Position initial, List<Shard> shards) {
        return previous.map(plan -> ShardProgression.fromPlan(plan, shards))
                .orElseGet(() -> ShardProgression.fromPosition(initial, shards));
    }

    private static Map<ShardId, Reach> ask(StreamSurvey survey, Map<Shard, Position> questions) {
        if (questions.isEmpty()) {
            return Map.of();
        }
        Map<ShardId, Reach> reaches = new LinkedHashMap<>(survey.reach(questions));
        settleTimestamps(survey, questions, reaches);
        return reaches;
    }

    /**
     * A shard that has nothing since a point in time may still hold older records, which the next iteration must pass
     * over too, so its tip is needed. It is asked for its tip first and then for the point in time once more: a record
     * that arrived between the two first questions is seen by the third one, not passed over.
     */
    private static void settleTimestamps(
            StreamSurvey survey, Map<Shard, Position> questions, Map<ShardId, Reach> reaches) {
        Map<Shard, Position> tips = new LinkedHashMap<>();
        Map<Shard, Position> again = new LinkedHashMap<>();
        questions.forEach((shard, position) -> {
            Reach reach = reaches.get(shard.id());
            if (position instanceof Position.AtTimestamp
                    && reach != null
                    && reach.records().isEmpty()
                    && !shard.isClosed()) {
                tips.put(shard, new Position.Latest());
                again.put(shard, position);
            }
        });
        if (tips.isEmpty()) {
            return;
        }
        Map<ShardId, Reach> tipReaches = survey.reach(tips);
        Map<ShardId, Reach> againReaches = survey.reach(again);
        again.keySet().forEach(shard -> {
            Optional<Reach> since = Optional.ofNullable(againReaches.get(shard.id()));
            Reach last = since.filter(reach -> reach.records().isPresent()).orElse(tipReaches.get(shard.id()));
            if (since.isPresent() && last != null) {
                reaches.put(shard.id(), last);
            } else {
                reaches.remove(shard.id());
            }
        });
    }
}
