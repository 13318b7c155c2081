package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ExpiredIteratorException;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.log.ReadPage;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardIterator;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Output;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads records from an iterator's place on. */
final class GetRecords implements Action {
    private static final String ITERATOR = "ShardIterator";
    private static final int MOST_RECORDS = 10_000;
    private static final long MOST_BYTES = 10L << 20;
    /** As AWS writes times in messages: {@code Thu Jan 22 01:22:02 UTC 2015}. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final Shape INPUT = Shape.of(
            Member.text(ITERATOR).needed().length(1, 512),
            Members.pageSize(Members.LIMIT),
            Members.streamArn(),
            DryRun.member());

    private final Core core;

    GetRecords(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public long mostAnswerBytes() {
        // A page, and its base64.
        return MOST_BYTES * 7 / 3;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        ShardIterator iterator = iterator(input.text(ITERATOR));
        Stream stream = stream(caller, input, iterator);
        Shard shard = stream.shard(iterator.shard());
        if (shard == null) {
            throw Core.noShard(stream.header().key(), iterator.shard()).get();
        }
        DryRun.end(input);
        core.traffic().checkRead(stream, shard);
        ReadPage page = core.log()
                .read(
                        stream.logKey(shard),
                        iterator.from(),
                        core.retention().horizon(stream).toEpochMilli(),
                        input.maybeNumber(Members.LIMIT).orElse(MOST_RECORDS),
                        MOST_BYTES);
        core.traffic().read(stream, shard, page);
        return CompletableFuture.completedFuture(out -> write(out, stream, shard, page));
    }

    private void write(Output out, Stream stream, Shard shard, ReadPage page) throws IOException {
        Descriptions.records(out, page);
        Instant now = core.clock().instant();
        // The stream was looked up before the log was read: a shard that was closed then has no more to come.
        if (shard.isOpen() || page.nextMillis().isPresent()) {
            ShardIterator next = new ShardIterator(stream.header().id(), shard.index(), page.next(), now);
            out.text("NextShardIterator", next.seal(core.tokens()));
        } else {
            out.objects("ChildShards", stream.children(shard), Descriptions.child());
        }
        Descriptions.behind(out, page, now);
    }

    private ShardIterator iterator(String text) {
        ShardIterator iterator = ShardIterator.open(text, core.tokens())
                .orElseThrow(() -> new InvalidArgumentException("Invalid ShardIterator."));
        Instant now = core.clock().instant();
        if (iterator.isExpired(now)) {
            throw new ExpiredIteratorException("Iterator expired. The iterator was created at time "
                    + DATE.format(iterator.issued()) + " while right now it is " + DATE.format(now)
                    + " which is further in the future than the tolerated delay of "
                    + ShardIterator.LIFETIME.toMillis() + " milliseconds.");
        }
        return iterator;
    }

    private Stream stream(Caller caller, Input input, ShardIterator iterator) {
        Stream stream = core.catalogue()
                .find(iterator.stream())
                .filter(found -> core.access().reaches(caller, found.header().key()))
                .filter(found -> found.isUsable(core.clock().instant()))
                .orElseThrow(() -> new ResourceNotFoundException("The stream of the ShardIterator does not exist."));
        core.access().stream(caller, stream.header().key());
        if (input.has(Members.STREAM_ARN)
                && !core.streamKey(caller, input).equals(stream.header().key())) {
            throw new InvalidArgumentException(
                    "The ShardIterator does not belong to StreamARN " + input.text(Members.STREAM_ARN) + ".");
        }
        return stream;
    }
}
