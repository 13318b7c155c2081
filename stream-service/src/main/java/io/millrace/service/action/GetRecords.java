package io.millrace.service.action;

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
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads records from an iterator's place on. */
record GetRecords(Streams streams, ShardPages pages, Iterators iterators, Traffic traffic, InstantSource clock)
        implements Action {
    private static final String ITERATOR = "ShardIterator";
    private static final int MOST_RECORDS = 10_000;
    private static final long MOST_BYTES = 10L << 20;

    private static final Shape INPUT = Shape.of(
            Member.text(ITERATOR).needed().length(1, 512),
            Members.pageSize(Members.LIMIT),
            Members.streamArn(),
            DryRun.member());

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
        ShardIterator iterator = iterators.open(input.text(ITERATOR));
        Stream stream = stream(caller, input, iterator);
        Shard shard = stream.shard(iterator.shard());
        if (shard == null) {
            throw Shards.missing(stream.header().key(), iterator.shard()).get();
        }
        DryRun.end(input);
        traffic.checkRead(stream, shard);
        ReadPage page = pages.read(
                stream,
                stream.logKey(shard),
                iterator.from(),
                input.maybeNumber(Members.LIMIT).orElse(MOST_RECORDS),
                MOST_BYTES);
        traffic.read(stream, shard, page);
        return CompletableFuture.completedFuture(out -> write(out, stream, shard, page));
    }

    private void write(Output out, Stream stream, Shard shard, ReadPage page) throws IOException {
        Descriptions.records(out, page);
        Instant now = clock.instant();
        // The stream was looked up before the log was read: a shard that was closed then has no more to come.
        if (shard.isOpen() || page.nextMillis().isPresent()) {
            out.text("NextShardIterator", iterators.issue(stream, shard, page.next()));
        } else {
            out.objects("ChildShards", stream.children(shard), Descriptions.child());
        }
        Descriptions.behind(out, page, now);
    }

    private Stream stream(Caller caller, Input input, ShardIterator iterator) {
        Stream stream = streams.numbered(caller, iterator.stream())
                .filter(streams::isUsable)
                .orElseThrow(() -> new ResourceNotFoundException("The stream of the ShardIterator does not exist."));
        streams.allowed(caller, stream.header().key());
        if (input.has(Members.STREAM_ARN)
                && !streams.key(caller, input).equals(stream.header().key())) {
            throw new InvalidArgumentException(
                    "The ShardIterator does not belong to StreamARN " + input.text(Members.STREAM_ARN) + ".");
        }
        return stream;
    }
}
