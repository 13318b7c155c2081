package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Shape;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Which shards ListShards shows.
 *
 * @param after index of the shard after which the list begins; -1 for all
 * @param time for the types with a time, else null
 */
record ShardFilter(Type type, int after, Instant time) {
    static final ShardFilter DEFAULT = new ShardFilter(Type.FROM_TRIM_HORIZON, -1, null);

    private static final String TYPE = "Type";
    private static final String TIMESTAMP = "Timestamp";

    static final Shape SHAPE = Shape.of(
            Member.text(TYPE)
                    .needed()
                    .oneOf(Arrays.stream(Type.values()).map(Enum::name).toArray(String[]::new)),
            Members.name(Members.SHARD_ID),
            Member.time(TIMESTAMP));

    /** The types, named as in the API. */
    enum Type {
        AFTER_SHARD_ID,
        AT_TRIM_HORIZON,
        FROM_TRIM_HORIZON,
        AT_LATEST,
        AT_TIMESTAMP,
        FROM_TIMESTAMP
    }

    static ShardFilter of(Input input) {
        Type type = Type.valueOf(input.text(TYPE));
        boolean wantsTime = type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP;
        demand(type, TIMESTAMP, wantsTime, input.has(TIMESTAMP));
        demand(type, Members.SHARD_ID, type == Type.AFTER_SHARD_ID, input.has(Members.SHARD_ID));
        int after = input.maybeText(Members.SHARD_ID).map(Shards::listIndex).orElse(-1);
        return new ShardFilter(type, after, input.maybeTime(TIMESTAMP).orElse(null));
    }

    private static void demand(Type type, String member, boolean wanted, boolean given) {
        if (wanted != given) {
            throw new InvalidArgumentException("ShardFilter.Type " + type + (wanted ? " needs " : " does not go with ")
                    + "ShardFilter." + member + ".");
        }
    }

    /**
     * Tells the shards that the filter lets through; shards that have expired never are.
     *
     * @param horizon records of the stream that arrived before it are gone
     */
    Predicate<Shard> over(Stream stream, Instant horizon) {
        Instant earliest = horizon.isBefore(stream.created()) ? stream.created() : horizon;
        Predicate<Shard> kept = shard -> shard.closedAtOrAfter(horizon);
        return kept.and(
                switch (type) {
                    case AFTER_SHARD_ID, FROM_TRIM_HORIZON -> shard -> true;
                    case AT_TRIM_HORIZON -> shard -> shard.wasOpenAt(earliest);
                    case AT_LATEST -> Shard::isOpen;
                    case AT_TIMESTAMP -> shard -> shard.wasOpenAt(time);
                    case FROM_TIMESTAMP -> shard -> shard.closedAtOrAfter(time);
                });
    }

    /** The form in a paging token. */
    String toText() {
        return type + " " + (time == null ? "" : time);
    }

    /** The opposite of {@link #toText}; what the list begins after is the token's own business. */
    static ShardFilter parse(String text) {
        String[] parts = text.split(" ", 2);
        return new ShardFilter(Type.valueOf(parts[0]), -1, parts[1].isEmpty() ? null : Instant.parse(parts[1]));
    }
}
