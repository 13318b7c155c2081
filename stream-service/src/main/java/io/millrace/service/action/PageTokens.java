package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ExpiredNextTokenException;
import io.millrace.service.stream.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The NextTokens that clients hold. Thread-safe. */
record PageTokens(Tokens tokens, InstantSource clock) {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final String SEPARATOR = "\n";

    String seal(PageToken token) {
        String issued = Long.toString(clock.millis());
        String text = String.join(
                SEPARATOR, token.kind(), issued, Long.toString(token.stream()), token.last(), token.filter());
        return tokens.seal(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a token of a kind of list.
     *
     * @throws ExpiredNextTokenException when it is older than five minutes
     * @throws io.millrace.service.error.ServiceException.InvalidArgumentException when it is none of ours, or another
     *     list's
     */
    PageToken open(String token, String kind) {
        String[] parts = tokens.open(token)
                .map(payload -> new String(payload, StandardCharsets.UTF_8).split(SEPARATOR, -1))
                .filter(fields -> fields.length == 5 && fields[0].equals(kind))
                .orElseThrow(PageToken::invalid);
        Instant expires = Instant.ofEpochMilli(Long.parseLong(parts[1])).plus(LIFETIME);
        if (clock.instant().isAfter(expires)) {
            throw new ExpiredNextTokenException("NextToken has expired: it may be used for " + LIFETIME.toSeconds()
                    + " seconds; it expired at " + expires + ".");
        }
        return new PageToken(kind, Long.parseLong(parts[2]), parts[3], parts[4]);
    }
}
