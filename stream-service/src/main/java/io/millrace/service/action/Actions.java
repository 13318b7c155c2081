package io.millrace.service.action;

import io.millrace.service.log.ShardLog;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All operations. A new one is a class of its own and a line here, which names what it needs. */
public final class Actions {
    private Actions() {}

    /**
     * The operations by name.
     *
     * @param clock the time, as clients come to see it
     */
    public static Map<String, Action> over(ServiceState state, Settings settings, InstantSource clock) {
        ShardLog log = state.log();
        Traffic traffic = state.traffic();
        Access access = new Access(state.catalogue());
        Streams streams = new Streams(state.catalogue(), access, clock);
        StreamChanges changes = new StreamChanges(streams, state.catalogue(), settings.stateDelay(), clock);
        Shards shards = new Shards(state.retention());
        ShardLimit shardLimit = new ShardLimit(streams, settings.shardLimit());
        Appender appender = new Appender(streams, log, traffic);
        ShardPages pages = new ShardPages(log, state.retention());
        Positions positions = new Positions(log, clock);
        Iterators iterators = new Iterators(state.tokens(), clock);
        PageTokens nextTokens = new PageTokens(state.tokens(), clock);
        Consumers consumers = new Consumers(streams, changes, access, clock);
        ShardFeeds feeds = new ShardFeeds(streams, log, pages, traffic, clock);
        Channels channels = new Channels(streams, changes, clock);
        TagOwners tags = new TagOwners(streams, changes, consumers, channels);
        PolicyOwners policies = new PolicyOwners(streams, changes, consumers);

        Map<String, Action> byName = new HashMap<>();
        List.<Action>of(
                        new AddTagsToStream(tags),
                        new CreateChannel(streams, changes, channels, log),
                        new CreateStream(streams, changes, shardLimit),
                        new DecreaseStreamRetentionPeriod(changes, state.retention()),
                        new DeleteChannel(channels, changes),
                        new DeleteResourcePolicy(policies),
                        new DeleteStream(streams, changes, clock),
                        new DeregisterStreamConsumer(consumers, changes),
                        new DescribeAccountSettings(state.accounts(), clock),
                        new DescribeChannel(channels, clock),
                        new DescribeLimits(streams, channels, shardLimit),
                        new DescribeStream(streams, state.retention(), clock),
                        new DescribeStreamConsumer(consumers, clock),
                        new DescribeStreamSummary(streams, clock),
                        new DisableEnhancedMonitoring(changes),
                        new EnableEnhancedMonitoring(changes),
                        new GetRecords(streams, pages, iterators, traffic, clock),
                        new GetResourcePolicy(policies),
                        new GetShardIterator(streams, shards, positions, iterators, traffic),
                        new IncreaseStreamRetentionPeriod(changes, state.retention()),
                        new ListChannels(streams, channels, nextTokens, clock),
                        new ListShards(streams, state.retention(), nextTokens, clock),
                        new ListStreamConsumers(streams, nextTokens, clock),
                        new ListStreams(streams, nextTokens, clock),
                        new ListTagsForResource(tags),
                        new ListTagsForStream(streams),
                        new MergeShards(streams, changes, shards),
                        new PutRecord(streams, appender, traffic, clock),
                        new PutRecords(streams, appender, traffic),
                        new RegisterStreamConsumer(streams, changes),
                        new RemoveTagsFromStream(tags),
                        new SplitShard(streams, changes, shards, shardLimit),
                        new StartStreamEncryption(changes, settings.masterKeys()),
                        new StopStreamEncryption(changes),
                        new SubscribeToShard(consumers, shards, positions, feeds, state.subscriptions()),
                        new TagResource(tags),
                        new UntagResource(tags),
                        new UpdateAccountSettings(state.accounts(), clock),
                        new UpdateChannel(channels, changes, clock),
                        new UpdateMaxRecordSize(changes),
                        new UpdateShardCount(changes, shardLimit),
                        new UpdateStreamMode(changes, clock),
                        new UpdateStreamRecordDistributionStrategy(changes),
                        new UpdateStreamWarmThroughput(changes))
                .forEach(action -> byName.put(action.name(), action));
        Action putPolicy = PutResourcePolicy.among(byName.keySet(), policies);
        byName.put(putPolicy.name(), putPolicy);
        return Collections.unmodifiableMap(byName);
    }
}
