package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ProvisionedThroughputExceededException;
import io.millrace.service.log.LogUnavailableException;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Output;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Puts up to 500 records; each is on disk when the answer comes. */
record PutRecords(Streams streams, Appender appender, Traffic traffic) implements Action {
    private static final String RECORDS = "Records";
    private static final int MOST_RECORDS = 500;
    private static final long MOST_BYTES = 10L << 20;
    private static final Shape INPUT = Shape.of(
            Member.objects(
                            RECORDS,
                            Shape.of(
                                    Members.data(), Members.hashKey(Members.EXPLICIT_HASH_KEY), Members.partitionKey()))
                    .needed()
                    .length(1, MOST_RECORDS),
            Members.streamName(),
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
        List<Input> entries = input.objects(RECORDS);
        List<Appender.Routed> records = new ArrayList<>(entries.size());
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            Appender.Routed incoming = Appender.read(entries.get(i), i, stream);
            bytes += incoming.content().size();
            records.add(incoming);
        }
        if (bytes > MOST_BYTES) {
            throw new InvalidArgumentException("Records size exceeds 10 MB limit");
        }
        DryRun.end(input);
        return appender.append(stream.header().key(), records).thenApply(placed -> {
            int failed = failed(placed);
            traffic.putMany(stream, records, placed);
            // As long as nothing was put, an error of the whole request is safe, and clients try that again themselves.
            if (failed == placed.size() && placed.get(0).failure() instanceof LogUnavailableException) {
                throw new CompletionException(placed.get(0).failure());
            }
            return out -> out.number("FailedRecordCount", failed)
                    .objects(RECORDS, placed, PutRecords::write)
                    .text(Encryption.TYPE, Encryption.ofRecords(stream));
        });
    }

    private static int failed(List<Appender.Placed> placed) {
        int failed = 0;
        for (Appender.Placed each : placed) {
            failed += each.failure() == null ? 0 : 1;
        }
        return failed;
    }

    private static void write(Output out, Appender.Placed place) throws IOException {
        if (place.failure() == null) {
            out.text("SequenceNumber", place.number())
                    .text(Members.SHARD_ID, place.shard().id());
        } else if (place.failure() instanceof ProvisionedThroughputExceededException full) {
            out.text("ErrorCode", full.type()).text("ErrorMessage", full.getMessage());
        } else {
            // The others of the request may be on disk: failing all of it would make the client put those twice.
            out.text("ErrorCode", "InternalFailure").text("ErrorMessage", "Internal service failure.");
        }
    }
}
