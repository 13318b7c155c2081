package io.millrace.checkpoint;

import io.millrace.checkpoint.PlanRequest.SilenceLimit;
import java.time.Duration;

/** The requests that tests make. */
public final class Requests {
    /** Who reads. */
    public static final LogicalName READER = new LogicalName("top-errors");

    /** The advice that a loss message must end with. */
    public static final String ADVICE = "Say 'skip' to go on.";

    private Requests() {}

    public static PlanRequest number(long number) {
        return of(new IterationChoice.Numbered(new IterationNumber(number)));
    }

    public static PlanRequest next() {
        return of(new IterationChoice.Next());
    }

    public static PlanRequest latest() {
        return of(new IterationChoice.Latest());
    }

    public static PlanRequest from(Position initial) {
        return new PlanRequest(
                READER,
                new IterationChoice.Numbered(IterationNumber.ZERO),
                initial,
                DataLoss.FAIL,
                ADVICE,
                SilenceLimit.NONE);
    }

    public static PlanRequest losing(long number, DataLoss dataLoss) {
        PlanRequest request = number(number);
        return new PlanRequest(
                READER, request.iteration(), request.initial(), dataLoss, request.lossAdvice(), request.silence());
    }

    public static PlanRequest waiting(PlanRequest request, Duration noData, Duration iteration) {
        return new PlanRequest(
                READER,
                request.iteration(),
                request.initial(),
                request.dataLoss(),
                request.lossAdvice(),
                new SilenceLimit(noData, iteration));
    }

    private static PlanRequest of(IterationChoice choice) {
        return new PlanRequest(READER, choice, new Position.TrimHorizon(), DataLoss.FAIL, ADVICE, SilenceLimit.NONE);
    }

    /** An iteration of the reader on clicks. */
    static IterationKey key(long number) {
        return new IterationKey(READER, FakeStream.CLICKS, new IterationNumber(number));
    }
}
