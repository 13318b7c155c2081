package io.millrace.service.action;

import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamStatus;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes a stream and a page of its shards. */
record DescribeStream(Streams streams, Retention retention, InstantSource clock) implements Action {
    private static final String START = "ExclusiveStartShardId";
    private static final int DEFAULT_LIMIT = 100;
    private static final Shape INPUT =
            Shape.of(Members.streamName(), Members.pageSize(Members.LIMIT), Members.name(START), Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = streams.find(caller, input);
        Instant now = clock.instant();
        int limit = input.maybeNumber(Members.LIMIT).orElse(DEFAULT_LIMIT);
        int after = input.maybeText(START).map(Shards::listIndex).orElse(-1);
        boolean creating = stream.status(now) == StreamStatus.CREATING;
        List<Shard> shards = creating
                ? List.of()
                : stream.shardsAfter(after).values().stream()
                        .filter(shard -> !retention.isExpired(stream, shard))
                        .limit(limit + 1L)
                        .toList();
        List<Shard> page = shards.subList(0, Math.min(limit, shards.size()));
        return CompletableFuture.completedFuture(reply -> reply.object("StreamDescription", out -> {
            Descriptions.stream(out, stream, now);
            out.objects("Shards", page, Descriptions::shard).flag("HasMoreShards", shards.size() > page.size());
        }));
    }
}
