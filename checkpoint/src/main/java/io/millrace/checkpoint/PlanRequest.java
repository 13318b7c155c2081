package io.millrace.checkpoint;

import java.time.Duration;
import java.util.Objects;

/**
 * What a reader wants planned.
 *
 * @param reader who reads
 * @param iteration which iteration
 * @param initial where iteration 0 begins; not a {@link Position.After}
 * @param dataLoss what to do when records may have expired unread
 * @param lossAdvice one sentence for the message of {@link CheckpointException.RecordsExpired}: how the user goes on
 *     in spite of the loss
 * @param silence how long to wait for a first record
 */
public record PlanRequest(
        LogicalName reader,
        IterationChoice iteration,
        Position initial,
        DataLoss dataLoss,
        String lossAdvice,
        SilenceLimit silence) {

    public PlanRequest {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(iteration, "iteration");
        Objects.requireNonNull(dataLoss, "dataLoss");
        Objects.requireNonNull(lossAdvice, "lossAdvice");
        Objects.requireNonNull(silence, "silence");
        if (Objects.requireNonNull(initial, "initial") instanceof Position.After) {
            throw new IllegalArgumentException("a stream of several shards can't begin after one sequence number");
        }
    }

    /**
     * How long planning waits for the first new record while the whole stream is silent: the shorter of the two.
     *
     * @param noData zero: do not wait, an empty iteration is a result
     * @param iteration upper bound of the waiting
     */
    public record SilenceLimit(Duration noData, Duration iteration) {
        /** Never waits. */
        public static final SilenceLimit NONE = new SilenceLimit(Duration.ZERO, Duration.ZERO);

        public SilenceLimit {
            if (noData.isNegative() || iteration.isNegative()) {
                throw new IllegalArgumentException("waiting times of " + noData + " and " + iteration
                        + " are not allowed: neither may be negative");
            }
        }

        Duration effective() {
            return noData.compareTo(iteration) < 0 ? noData : iteration;
        }
    }
}
