package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardId;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import java.time.Instant;
import java.util.Arrays;

/**
 * Where reading begins, as GetShardIterator and SubscribeToShard are told.
 *
 * @param operation its name, for messages
 * @param typeName the member with the type
 * @param numberName the member with the sequence number of the types that need one
 */
record Position(Core core, String operation, String typeName, String numberName) {
    static final String TIMESTAMP = "Timestamp";

    /** The types, named as in the API. */
    private enum Type {
        AT_SEQUENCE_NUMBER,
        AFTER_SEQUENCE_NUMBER,
        TRIM_HORIZON,
        LATEST,
        AT_TIMESTAMP
    }

    static Member type(String name) {
        return Member.text(name)
                .needed()
                .oneOf(Arrays.stream(Type.values()).map(Enum::name).toArray(String[]::new));
    }

    /** The first sequence number that is wanted of a shard. */
    SequenceNumber first(Stream stream, Shard shard, Input input) {
        return switch (Type.valueOf(input.text(typeName))) {
            case AT_SEQUENCE_NUMBER -> given(stream, shard, input);
            case AFTER_SEQUENCE_NUMBER -> given(stream, shard, input).next();
            case TRIM_HORIZON -> shard.startingSequenceNumber();
            case LATEST -> core.log().end(stream.logKey(shard));
            case AT_TIMESTAMP -> at(stream, shard, input);
        };
    }

    private SequenceNumber at(Stream stream, Shard shard, Input input) {
        Instant time = input.maybeTime(TIMESTAMP)
                .orElseThrow(() -> new InvalidArgumentException(
                        "Must specify timestamp parameter for iterator of type AT_TIMESTAMP. Current request has no "
                                + "timestamp parameter."));
        if (time.isAfter(core.clock().instant())) {
            throw new InvalidArgumentException("The timestampInMillis parameter cannot be greater than the "
                    + "currentTimestampInMillis. timestampInMillis: " + time.toEpochMilli()
                    + ", currentTimestampInMillis: " + core.clock().millis());
        }
        return core.log().firstAt(stream.logKey(shard), time.toEpochMilli());
    }

    /** The number in the request; it need not be there any more, but it must be one that the shard can have had. */
    private SequenceNumber given(Stream stream, Shard shard, Input input) {
        String text = input.maybeText(numberName)
                .orElseThrow(() -> new InvalidArgumentException(
                        "Must specify startingSequenceNumber parameter for iterator of type " + input.text(typeName)
                                + ". Current request has no startingSequenceNumber parameter."));
        SequenceNumber number = SequenceNumber.parse(text);
        SequenceNumber last = SequenceNumber.of(shard.createdSecond(), SequenceNumber.LAST_COUNTER, -1, -1);
        if (number.compareTo(shard.startingSequenceNumber()) >= 0 && number.compareTo(last) <= 0) {
            if (number.isWellFormed() && number.shardIndex() != shard.index()) {
                throw new InvalidArgumentException("Invalid StartingSequenceNumber. It encodes "
                        + ShardId.format(number.shardIndex()) + ", while it was used in a call to a shard with "
                        + shard.id());
            }
            return number;
        }
        throw new InvalidArgumentException("StartingSequenceNumber " + text + " used in " + operation + " on shard "
                + shard.id() + " in stream " + stream.name() + " under account "
                + stream.account() + " is invalid because it did not come from this stream.");
    }
}
