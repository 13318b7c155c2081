package io.millrace.service.action;

import io.millrace.service.channel.Channel;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.wire.Input;
import java.util.Optional;
import java.util.OptionalInt;

/** What the owner of a channel chooses and may change later, as requests say it. Stateless. */
final class ChannelChoices {
    /** As on AWS. */
    private static final int DEFAULT_FRESHNESS = 300;

    private static final int LEAST_FRESHNESS = 300;
    private static final int MOST_FRESHNESS = 900;

    private ChannelChoices() {}

    /** The freshness in a destination's configuration. */
    static int freshness(Input destination) {
        OptionalInt given = destination.maybeNumber(ChannelMembers.FRESHNESS);
        int seconds = given.orElse(DEFAULT_FRESHNESS);
        if (seconds < LEAST_FRESHNESS || seconds > MOST_FRESHNESS) {
            throw new InvalidArgumentException("DataFreshnessInSeconds " + seconds + " is not allowed: it can be "
                    + LEAST_FRESHNESS + " to " + MOST_FRESHNESS + ".");
        }
        return seconds;
    }

    /** The logging that a request asks for, if any. */
    static Optional<Channel.Logging> logging(Input input) {
        return input.maybeObject(ChannelMembers.LOGGING)
                .map(logging -> logging.object(ChannelMembers.CLOUD_WATCH))
                .map(wanted -> new Channel.Logging(
                        wanted.maybeFlag(ChannelMembers.ENABLED).orElseThrow(),
                        wanted.maybeText(ChannelMembers.LOG_GROUP).orElse(null),
                        wanted.maybeText(ChannelMembers.LOG_STREAM).orElse(null)));
    }
}
