package io.millrace.checkpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One stream in its one life: a stream that is deleted and created anew under the same name has the same ARN but
 * another creation time, and its sequence numbers mean nothing to the readers of the old one.
 *
 * @param arn {@code arn:aws:kinesis:REGION:ACCOUNT:stream/NAME}
 * @param created its StreamCreationTimestamp, cut to the second: the wire forms of the API differ in what they keep below it
 */
public record StreamIdentity(String arn, Instant created) {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[\\w-]*:kinesis:[\\w-]*:\\d{12}:stream/([\\w.-]{1,128})");

    public StreamIdentity {
        created = Objects.requireNonNull(created, "created").truncatedTo(ChronoUnit.SECONDS);
        if (!ARN.matcher(arn).matches()) {
            throw new IllegalArgumentException(
                    "'" + arn + "' is not the ARN of a stream (arn:aws:kinesis:REGION:ACCOUNT:stream/NAME)");
        }
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException when it is none
     * @throws java.time.DateTimeException when it has no time
     */
    public static StreamIdentity parse(String text) {
        int blank = text.indexOf(' ');
        if (blank < 0) {
            throw new IllegalArgumentException("'" + text + "' has no creation time behind the stream's ARN");
        }
        return new StreamIdentity(text.substring(0, blank), Instant.parse(text.substring(blank + 1)));
    }

    /** All of it in one line, to be kept and sent: the ARN, a blank, the creation time in ISO 8601. */
    public String text() {
        return arn + " " + created;
    }

    /** The stream's name, the last part of its ARN. */
    public String name() {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw new AssertionError(arn);
        }
        return matcher.group(1);
    }
}
