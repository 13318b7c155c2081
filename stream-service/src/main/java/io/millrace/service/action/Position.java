package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardId;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Where reading begins, as GetShardIterator and SubscribeToShard are told.
 *
 * @param operation its name, for messages
 * @param typeName the member with the type
 * @param numberName the member with the sequence number of the types that need one
 */
record Position(ShardLog log, InstantSource clock, String operation, String typeName, String numberName) {
    static final String TIMESTAMP = "Timestamp";

    /** The types, named as in the API. */
    private enum Type {
        AT_SEQUENCE_NUMBER(true),
        AFTER_SEQUENCE_NUMBER(true),
        TRIM_HORIZON(false),
        LATEST(false),
        AT_TIMESTAMP(false);

        /** Whether it goes with a sequence number. */
        private final boolean numbered;

        Type(boolean numbered) {
            this.numbered = numbered;
        }
    }

    static Member type(String name) {
        return Member.text(name)
                .needed()
                .oneOf(Arrays.stream(Type.values()).map(Enum::name).toArray(String[]::new));
    }

    /** The first sequence number that is wanted of a shard. */
    SequenceNumber first(Stream stream, Shard shard, Input input) {
        Type type = Type.valueOf(input.text(typeName));
        boolean given = input.has(numberName);
        if (type.numbered ? !given : given && type != Type.AT_TIMESTAMP) {
            throw new InvalidArgumentException(
                    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and "
                            + numberName + " or (2) TRIM_HORIZON or LATEST and no " + numberName
                            + ". Request specified " + type
                            + " and " + (given ? "also a " : "no ") + numberName + ".");
        }
        return switch (type) {
            case AT_SEQUENCE_NUMBER -> given(stream, shard, input);
            case AFTER_SEQUENCE_NUMBER -> given(stream, shard, input).next();
            case TRIM_HORIZON -> shard.startingSequenceNumber();
            case LATEST -> log.end(stream.logKey(shard));
            case AT_TIMESTAMP -> at(stream, shard, input);
        };
    }

    private SequenceNumber at(Stream stream, Shard shard, Input input) {
        Instant time = input.maybeTime(TIMESTAMP)
                .orElseThrow(() -> new InvalidArgumentException(
                        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has"
                                + " no timestamp parameter."));
        if (time.isAfter(clock.instant())) {
            throw new InvalidArgumentException("The timestampInMillis parameter cannot be greater than the "
                    + "currentTimestampInMillis. timestampInMillis: " + time.toEpochMilli()
                    + ", currentTimestampInMillis: " + clock.millis());
        }
        return log.firstAt(stream.logKey(shard), time.toEpochMilli());
    }

    /** The number in the request; it need not be there any more, but it must be one that the shard can have had. */
    private SequenceNumber given(Stream stream, Shard shard, Input input) {
        String text = input.text(numberName);
        SequenceNumber number = SequenceNumber.parse(text);
        if (number.isWellFormed() && number.shardIndex() != shard.index()) {
            throw new InvalidArgumentException("Invalid StartingSequenceNumber. It encodes "
                    + ShardId.format(number.shardIndex()) + ", while it was used in a call to a shard with "
                    + shard.id());
        }
        SequenceNumber last = SequenceNumber.of(shard.createdSecond(), SequenceNumber.LAST_COUNTER, -1, -1);
        if (number.compareTo(shard.startingSequenceNumber()) >= 0 && number.compareTo(last) <= 0) {
            return number;
        }
        throw new InvalidArgumentException("StartingSequenceNumber " + text + " used in " + operation + " on shard "
                + shard.id() + " in stream " + stream.name() + " under account " + stream.account() + " is invalid"
                + (number.isWellFormed() ? " because it did not come from this stream." : "."));
    }
}
