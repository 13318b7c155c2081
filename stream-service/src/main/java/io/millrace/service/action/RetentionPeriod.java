package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Shape;

/** What the two operations on a stream's retention have in common. */
final class RetentionPeriod {
    static final Shape INPUT = Shape.of(
            Members.streamName(), Member.number(Members.RETENTION_HOURS).needed(), Members.streamArn());

    private static final int SHORTEST = 24;
    private static final int LONGEST = 8760;

    private RetentionPeriod() {}

    /** The hours that a request asks for. */
    static int hours(Input input) {
        int hours = input.number(Members.RETENTION_HOURS);
        if (hours < SHORTEST) {
            throw new InvalidArgumentException("Minimum allowed retention period is " + SHORTEST
                    + " hours. Requested retention period (" + hours + " hours) is too short.");
        }
        if (hours > LONGEST) {
            throw new InvalidArgumentException("Maximum allowed retention period is " + LONGEST
                    + " hours. Requested retention period (" + hours + " hours) is too long.");
        }
        return hours;
    }
}
