package io.millrace.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on its way to the stored plan of one iteration: looked up or, when it is new, drafted and put. For one
 * thread.
 */
final class StreamTask {
    private static final Logger LOG = LoggerFactory.getLogger(StreamTask.class);
    private static final int SHARDS_IN_MESSAGE = 5;

    private final CheckpointStore store;
    private final IterationResolver resolver;
    private final IterationKey key;
    private final StreamIdentity stream;
    private final StreamSurvey survey;
    private Optional<IterationPlan> stored = Optional.empty();
    private Optional<IterationPlan> previous = Optional.empty();

    StreamTask(CheckpointStore store, IterationKey key, StreamIdentity stream, StreamSurvey survey) {
        this.store = store;
        this.resolver = new IterationResolver(store);
        this.key = key;
        this.stream = stream;
        this.survey = survey;
    }

    IterationKey key() {
        return key;
    }

    /** The stored plan, once it was looked up or put. */
    Optional<IterationPlan> stored() {
        return stored;
    }

    boolean isOpen() {
        return stored.isEmpty();
    }

    /** Finds the plan that is stored by now, by whomever. */
    void lookUp() {
        if (isOpen()) {
            stored = store.find(key).map(plan -> ofThisStream(plan, stream));
        }
    }

    /**
     * Surveys the stream for a new plan.
     *
     * @param now the time, read before the survey
     */
    StreamDraft draft(PlanRequest request, Instant now) {
        if (previous.isEmpty()) {
            previous = resolver.basis(key).map(plan -> ofThisStream(plan, stream));
        }
        StreamDraft draft = StreamDraft.of(key, stream, previous, request.initial(), survey, now);
        // Asked once more: a stream that was replaced during the survey answered for two streams.
        ofThisStream(draft.plan(), survey.identity());
        if (!draft.losses().isEmpty() && request.dataLoss() == DataLoss.FAIL) {
            throw new CheckpointException.RecordsExpired(key + " can't be planned: records may have expired unread in "
                    + summary(draft.losses()) + ". Nothing was planned or read. " + request.lossAdvice());
        }
        return draft;
    }

    /**
     * Stores a draft; another planner's plan may be there before it.
     *
     * @throws CheckpointException.IterationGap when this is iteration 0 and there are only later ones by now
     */
    void store(PlanRequest request, StreamDraft draft) {
        if (previous.isEmpty()) {
            // Nothing that iteration 0 goes on from shows that it was planned, committed and deleted during the survey.
            lookUp();
            if (!isOpen()) {
                return;
            }
            resolver.basis(key);
        }
        IterationPlan winner = store.putIfAbsent(draft.plan(), previous);
        stored = Optional.of(ofThisStream(winner, stream));
        LOG.info(
                "{} planned at {}: {} shards, {} with records",
                key,
                winner.plannedAt(),
                winner.shards().size(),
                winner.shardsWithRecords());
        for (PossibleLoss loss : draft.losses()) {
            if (request.dataLoss() == DataLoss.WARN) {
                LOG.warn("{} goes on although records may have expired unread in {}", key, loss);
            } else {
                LOG.debug("{} goes on although records may have expired unread in {}", key, loss);
            }
        }
    }

    private IterationPlan ofThisStream(IterationPlan plan, StreamIdentity now) {
        if (plan.stream().equals(now)) {
            return plan;
        }
        throw new CheckpointException.StreamReplaced(plan.key() + " was planned on the stream created at "
                + plan.stream().created() + ", but the stream of that name now is another one, created at "
                + now.created() + ". Its records can't be found with the old ranges: read it under another"
                + " logical name, or delete the old iterations first.");
    }

    private static String summary(List<PossibleLoss> losses) {
        String first = String.join(
                "; ",
                losses.stream()
                        .limit(SHARDS_IN_MESSAGE)
                        .map(PossibleLoss::toString)
                        .toList());
        return losses.size() <= SHARDS_IN_MESSAGE
                ? first
                : first + "; and " + (losses.size() - SHARDS_IN_MESSAGE) + " more shards";
    }
}
