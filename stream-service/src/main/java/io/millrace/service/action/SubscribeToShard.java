package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.subscription.Subscriptions;
import io.millrace.service.wire.Events;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Pushes a shard's records to a registered consumer, as soon as they are on disk. */
record SubscribeToShard(
        Consumers consumers, Shards shards, Positions positions, ShardFeeds feeds, Subscriptions subscriptions)
        implements Action {
    private static final String POSITION = "StartingPosition";
    private static final String TYPE = "Type";
    private static final String NUMBER = "SequenceNumber";
    private static final Shape INPUT = Shape.of(
            Consumers.arn().needed(),
            Members.name(Members.SHARD_ID).needed(),
            Member.object(
                            POSITION,
                            Shape.of(
                                    Position.type(TYPE),
                                    Members.sequenceNumber(NUMBER),
                                    Member.time(Position.TIMESTAMP)))
                    .needed(),
            DryRun.member());

    /** Whose subscription there is only one of. */
    private record Owner(ConsumerArn consumer, int shard) {}

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Events> run(Caller caller, Input input) {
        ConsumerArn arn = ConsumerArn.required(input.text(Consumers.ARN));
        Consumers.Found found = consumers.find(caller, arn);
        Stream stream = found.stream();
        consumers.checkActive(found);
        Shard shard = shards.find(stream, input.text(Members.SHARD_ID));
        SequenceNumber from = positions.of(name(), TYPE, NUMBER).first(stream, shard, input.object(POSITION));
        DryRun.end(input);
        return CompletableFuture.completedFuture(subscriptions.subscribe(
                new Owner(arn, shard.index()),
                feeds.open(stream, shard, from),
                () -> new ResourceInUseException("Another active subscription exists for this consumer: "
                        + String.join(":", stream.account(), stream.name(), shard.id(), arn.name())
                        + ". It can be taken over five seconds after it began.")));
    }
}
