package io.millrace.service.action;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All operations. A new one is a class of its own and a line here. */
public final class Actions {
    private Actions() {}

    /** The operations by name. */
    public static Map<String, Action> over(Core core) {
        return List.<Action>of(
                        new AddTagsToStream(core),
                        new CreateChannel(core),
                        new CreateStream(core),
                        new DecreaseStreamRetentionPeriod(core),
                        new DeleteChannel(core),
                        new DeleteResourcePolicy(core),
                        new DeleteStream(core),
                        new DeregisterStreamConsumer(core),
                        new DescribeAccountSettings(core),
                        new DescribeChannel(core),
                        new DescribeLimits(core),
                        new DescribeStream(core),
                        new DescribeStreamConsumer(core),
                        new DescribeStreamSummary(core),
                        new DisableEnhancedMonitoring(core),
                        new EnableEnhancedMonitoring(core),
                        new GetRecords(core),
                        new GetResourcePolicy(core),
                        new GetShardIterator(core),
                        new IncreaseStreamRetentionPeriod(core),
                        new ListChannels(core),
                        new ListShards(core),
                        new ListStreamConsumers(core),
                        new ListStreams(core),
                        new ListTagsForResource(core),
                        new ListTagsForStream(core),
                        new MergeShards(core),
                        new PutRecord(core),
                        new PutRecords(core),
                        new PutResourcePolicy(core),
                        new RegisterStreamConsumer(core),
                        new RemoveTagsFromStream(core),
                        new SplitShard(core),
                        new StartStreamEncryption(core),
                        new StopStreamEncryption(core),
                        new SubscribeToShard(core),
                        new TagResource(core),
                        new UntagResource(core),
                        new UpdateAccountSettings(core),
                        new UpdateChannel(core),
                        new UpdateMaxRecordSize(core),
                        new UpdateShardCount(core),
                        new UpdateStreamMode(core),
                        new UpdateStreamRecordDistributionStrategy(core),
                        new UpdateStreamWarmThroughput(core))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Action::name, Function.identity()));
    }
}
