package io.millrace.checkpoint;

import io.millrace.checkpoint.StreamSurvey.Reach;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The step from one iteration to the next, as a pure function of the previous plan, the shards that the stream lists
 * and what a survey saw of them. Every record that is ever put falls into exactly one iteration because of three
 * facts: a shard that the previous plan knows goes on right after what was consumed, a shard that it does not know
 * starts at its beginning, and a shard counts as finished only when it was listed as closed <em>before</em> it was
 * surveyed. Immutable and thread-safe.
 */
final class ShardProgression {
    private final Optional<Position> initial;
    private final Map<ShardId, ShardPlan> previous;
    private final List<Shard> listed;

    private ShardProgression(Optional<Position> initial, List<ShardPlan> previous, List<Shard> listed) {
        this.initial = initial;
        this.previous = previous.stream().collect(Collectors.toMap(ShardPlan::shard, Function.identity()));
        this.listed = listed.stream().sorted(Comparator.comparing(Shard::id)).toList();
    }

    /** The progression to iteration 0. */
    static ShardProgression fromPosition(Position initial, List<Shard> listed) {
        return new ShardProgression(Optional.of(initial), List.of(), listed);
    }

    /** The progression from one iteration to the one after it. */
    static ShardProgression fromPlan(IterationPlan previous, List<Shard> listed) {
        return new ShardProgression(Optional.empty(), previous.shards(), listed);
    }

    /** The shards that must be asked, and where from. A finished shard is never asked again. */
    Map<Shard, Position> questions() {
        Map<Shard, Position> questions = new LinkedHashMap<>();
        for (Shard shard : listed) {
            if (!isFinishedUnasked(shard)) {
                questions.put(shard, start(shard));
            }
        }
        return questions;
    }

    /**
     * What the new iteration does with each listed shard, sorted by id.
     *
     * @param reaches the answers, one for each shard of {@link #questions}
     * @throws IllegalStateException when an answer is missing or reaches back before what was consumed
     */
    List<ShardPlan> plans(Map<ShardId, Reach> reaches) {
        List<ShardPlan> plans = new ArrayList<>(listed.size());
        for (Shard shard : listed) {
            plans.add(isFinishedUnasked(shard) ? finished(shard, Optional.empty()) : step(shard, reaches));
        }
        return plans;
    }

    /** The shards of the previous iteration that the stream no longer lists although they were not read to their end. */
    List<ShardPlan> vanished() {
        Map<ShardId, Shard> byId = listed.stream().collect(Collectors.toMap(Shard::id, Function.identity()));
        return previous.values().stream()
                .filter(plan -> !plan.finished() && !byId.containsKey(plan.shard()))
                .sorted(Comparator.comparing(ShardPlan::shard))
                .toList();
    }

    private boolean isFinishedUnasked(Shard shard) {
        ShardPlan before = previous.get(shard.id());
        if (before != null) {
            return before.finished();
        }
        return shard.isClosed()
                && initial.filter(Position.Latest.class::isInstance).isPresent();
    }

    private Position start(Shard shard) {
        ShardPlan before = previous.get(shard.id());
        if (before != null && before.consumed().isPresent()) {
            return new Position.After(before.consumed().get());
        }
        return initial.orElseGet(Position.TrimHorizon::new);
    }

    private ShardPlan step(Shard shard, Map<ShardId, Reach> reaches) {
        Reach reach = reaches.get(shard.id());
        if (reach == null) {
            throw new IllegalStateException("the survey of shard " + shard.id() + " has no answer");
        }
        Optional<SequenceNumber> before =
                Optional.ofNullable(previous.get(shard.id())).flatMap(ShardPlan::consumed);
        Optional<SequenceRange> records = reach.records();
        if (records.isPresent() && before.isPresent() && !records.get().first().isAfter(before.get())) {
            throw new IllegalStateException("the survey of shard " + shard.id() + " reaches back to "
                    + records.get().first() + ", but everything up to " + before.get() + " was consumed");
        }
        if (shard.isClosed()) {
            return finished(shard, records);
        }
        return new ShardPlan(shard.id(), records, consumed(reach, before), false);
    }

    private Optional<SequenceNumber> consumed(Reach reach, Optional<SequenceNumber> before) {
        if (reach.records().isPresent()) {
            return reach.records().map(SequenceRange::last);
        }
        // Only iteration 0 may pass over records: those before the position that it begins at.
        return initial.isPresent() ? reach.tip() : before;
    }

    private ShardPlan finished(Shard shard, Optional<SequenceRange> records) {
        ShardPlan before = previous.get(shard.id());
        Optional<SequenceNumber> end = shard.end().or(() -> before == null ? Optional.empty() : before.consumed());
        return new ShardPlan(shard.id(), records, end, true);
    }
}
