package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Puts one record. */
record PutRecord(Streams streams, Appender appender, Traffic traffic, InstantSource clock) implements Action {
    private static final String ORDERING = "SequenceNumberForOrdering";
    /** What AWS takes as a number of its first years, whatever it is. */
    private static final SequenceNumber SMALL = new SequenceNumber(0, 1L << 60, 0);

    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.data(),
            Members.partitionKey(),
            Members.hashKey(Members.EXPLICIT_HASH_KEY),
            Members.sequenceNumber(ORDERING),
            Members.streamArn(),
            DryRun.member());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public boolean waits() {
        return false;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = streams.usable(caller, input);
        input.maybeText(ORDERING).ifPresent(number -> checkOrdering(stream, number));
        Appender.Routed incoming = Appender.read(input, -1, stream);
        DryRun.end(input);
        return appender.append(stream.header().key(), List.of(incoming)).thenApply(placed -> {
            Appender.Placed place = placed.get(0);
            if (place.failure() != null) {
                throw new CompletionException(place.failure());
            }
            traffic.putOne(stream, incoming);
            return out -> out.text(Members.SHARD_ID, place.shard().id())
                    .text("SequenceNumber", place.number())
                    .text(Encryption.TYPE, Encryption.ofRecords(stream));
        });
    }

    /**
     * Every number that was given out is smaller than those to come, so only one that never was can't be kept to. Small
     * ones such as 0, with which programs begin, are smaller than all.
     */
    private void checkOrdering(Stream stream, String number) {
        SequenceNumber given = SequenceNumber.parse(number);
        boolean ours = given.isWellFormed() && given.millis() <= clock.millis();
        if (!ours && given.compareTo(SMALL) >= 0) {
            throw new InvalidArgumentException("ExclusiveMinimumSequenceNumber " + number
                    + " used in PutRecord on stream " + stream.name() + " under account "
                    + stream.account() + " is invalid.");
        }
    }
}
