package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ExpiredIteratorException;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardIterator;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The shard iterators that clients hold. Thread-safe. */
record Iterators(Tokens tokens, InstantSource clock) {
    /** As AWS writes times in messages: {@code Thu Jan 22 01:22:02 UTC 2015}. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** An iterator for a place, good for {@link ShardIterator#LIFETIME} from now on. */
    String issue(Stream stream, Shard shard, SequenceNumber from) {
        return new ShardIterator(stream.header().id(), shard.index(), from, clock.instant()).seal(tokens);
    }

    /**
     * Reads an iterator.
     *
     * @throws InvalidArgumentException when it is none of ours
     * @throws ExpiredIteratorException when it is too old
     */
    ShardIterator open(String text) {
        ShardIterator iterator = ShardIterator.open(text, tokens)
                .orElseThrow(() -> new InvalidArgumentException("Invalid ShardIterator."));
        Instant now = clock.instant();
        if (iterator.isExpired(now)) {
            throw new ExpiredIteratorException("Iterator expired. The iterator was created at time "
                    + DATE.format(iterator.issued()) + " while right now it is " + DATE.format(now)
                    + " which is further in the future than the tolerated delay of "
                    + ShardIterator.LIFETIME.toMillis() + " milliseconds.");
        }
        return iterator;
    }
}
