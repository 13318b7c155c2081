package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ExpiredNextTokenException;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Where a list goes on, as a client holds it.
 *
 * @param kind what is listed
 * @param stream number of the stream whose shards or consumers are listed; 0 for a list of streams or channels
 * @param last the last thing on the page before
 * @param filter what the list is confined to, in the form of its owner
 */
record PageToken(String kind, long stream, String last, String filter) {
    static final String STREAMS = "streams";
    static final String SHARDS = "shards";
    static final String CONSUMERS = "consumers";
    static final String CHANNELS = "channels";
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final String SEPARATOR = "\n";

    String seal(Core core) {
        String issued = Long.toString(core.clock().millis());
        String text = String.join(SEPARATOR, kind, issued, Long.toString(stream), last, filter);
        return core.tokens().seal(text.getBytes(StandardCharsets.UTF_8));
    }

    static PageToken open(String token, String kind, Core core) {
        String[] parts = core.tokens()
                .open(token)
                .map(payload -> new String(payload, StandardCharsets.UTF_8).split(SEPARATOR, -1))
                .filter(fields -> fields.length == 5 && fields[0].equals(kind))
                .orElseThrow(PageToken::invalid);
        Instant expires = Instant.ofEpochMilli(Long.parseLong(parts[1])).plus(LIFETIME);
        if (core.clock().instant().isAfter(expires)) {
            throw new ExpiredNextTokenException("NextToken has expired: it may be used for " + LIFETIME.toSeconds()
                    + " seconds; it expired at " + expires + ".");
        }
        return new PageToken(kind, Long.parseLong(parts[2]), parts[3], parts[4]);
    }

    /** This token, which must be of a list of that stream. */
    PageToken of(long wanted) {
        if (stream != wanted) {
            throw invalid();
        }
        return this;
    }

    /** This token, which must be of a list that is confined to that. */
    PageToken within(String wanted) {
        if (!filter.equals(wanted)) {
            throw invalid();
        }
        return this;
    }

    private static InvalidArgumentException invalid() {
        return new InvalidArgumentException("NextToken is not valid.");
    }
}
