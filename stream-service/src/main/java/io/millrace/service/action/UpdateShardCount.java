package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.LimitExceededException;
import io.millrace.service.stream.Rescaling;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings a stream to a number of equal shards, from half to double of what it has. */
record UpdateShardCount(StreamChanges changes, ShardLimit shardLimit) implements Action {
    private static final String TARGET = "TargetShardCount";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Member.number(TARGET).atLeast(1).needed(),
            Member.text("ScalingType").oneOf("UNIFORM_SCALING").needed(),
            Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        int target = input.number(TARGET);
        AtomicInteger before = new AtomicInteger();
        Stream after = changes.change(caller, input, stream -> {
            check(stream, target);
            before.set(stream.openShards());
            return Rescaling.uniform(stream, target, changes.settling());
        });
        return CompletableFuture.completedFuture(out -> out.text(Members.STREAM_NAME, after.name())
                .number("CurrentShardCount", before.get())
                .number(TARGET, target)
                .text(Members.STREAM_ARN, StreamArn.of(after)));
    }

    private void check(Stream stream, int target) {
        if (stream.settings().isOnDemand()) {
            throw new InvalidArgumentException("Request is invalid. Stream " + stream.name() + " under account "
                    + stream.account() + " is in On-Demand mode.");
        }
        int open = stream.openShards();
        shardLimit.most().ifPresent(limit -> {
            if (target > limit) {
                throw new LimitExceededException("Target shard count or number of open shards cannot be greater than "
                        + limit + ". Current open shard count: " + open + ", Target shard count: " + target);
            }
        });
        String counts =
                " your current open shard count. Current open shard count: " + open + " Target shard count: " + target;
        if (target > 2 * open) {
            throw new LimitExceededException("UpdateShardCount cannot scale up over double" + counts);
        }
        if (2 * target < open) {
            throw new LimitExceededException("UpdateShardCount cannot scale down below half" + counts);
        }
        if (target > open) {
            shardLimit.check(stream.header().key().home(), target - open);
        }
    }
}
