package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardId;
import io.millrace.service.stream.ShardIterator;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives an iterator for a place in a shard. */
final class GetShardIterator implements Action {
    private static final String TYPE = "ShardIteratorType";
    private static final String START = "StartingSequenceNumber";
    private static final String TIMESTAMP = "Timestamp";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.name(Members.SHARD_ID).needed(),
            Member.text(TYPE)
                    .needed()
                    .oneOf(Arrays.stream(Type.values()).map(Enum::name).toArray(String[]::new)),
            Members.sequenceNumber(START),
            Member.time(TIMESTAMP),
            Members.streamArn());

    private final Core core;

    GetShardIterator(Core core) {
        this.core = core;
    }

    /** The types, named as in the API. */
    private enum Type {
        AT_SEQUENCE_NUMBER,
        AFTER_SEQUENCE_NUMBER,
        TRIM_HORIZON,
        LATEST,
        AT_TIMESTAMP
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = core.usableStream(caller, input);
        Shard shard = core.shard(stream, input.text(Members.SHARD_ID));
        SequenceNumber from =
                switch (Type.valueOf(input.text(TYPE))) {
                    case AT_SEQUENCE_NUMBER -> given(stream, shard, input);
                    case AFTER_SEQUENCE_NUMBER -> given(stream, shard, input).next();
                    case TRIM_HORIZON -> shard.startingSequenceNumber();
                    case LATEST -> core.log().end(stream.logKey(shard));
                    case AT_TIMESTAMP -> at(stream, shard, input);
                };
        ShardIterator iterator = new ShardIterator(
                stream.header().id(), shard.index(), from, core.clock().instant());
        return CompletableFuture.completedFuture(out -> out.text("ShardIterator", iterator.seal(core.tokens())));
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
        String text = input.maybeText(START)
                .orElseThrow(() -> new InvalidArgumentException(
                        "Must specify startingSequenceNumber parameter for iterator of type " + input.text(TYPE)
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
        throw new InvalidArgumentException("StartingSequenceNumber " + text + " used in GetShardIterator on shard "
                + shard.id() + " in stream " + stream.name() + " under account "
                + stream.account() + " is invalid because it did not come from this stream.");
    }
}
