package io.millrace.service.action;

import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Catalogue;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All operations. A new one is a class of its own and a line here, which names the parts that it needs. */
public final class Actions {
    private Actions() {}

    /**
     * The operations by name.
     *
     * @param clock the time, as clients come to see it
     */
    public static Map<String, Action> over(Parts parts, Settings settings, InstantSource clock) {
        Catalogue catalogue = parts.catalogue();
        ShardLog log = parts.log();
        Traffic traffic = parts.traffic();
        Access access = new Access(catalogue);
        Streams streams = new Streams(catalogue, access, clock);
        StreamChanges changes = new StreamChanges(streams, catalogue, settings.stateDelay(), clock);
        Shards shards = new Shards(parts.retention());
        ShardLimit shardLimit = new ShardLimit(catalogue, settings.shardLimit());
        Appender appender = new Appender(catalogue, log, traffic);
        ShardPages pages = new ShardPages(log, parts.retention());
        Positions positions = new Positions(log, clock);
        Iterators iterators = new Iterators(parts.tokens(), clock);
        PageTokens nextTokens = new PageTokens(parts.tokens(), clock);
        Consumers consumers = new Consumers(streams, changes, access, clock);
        ShardFeeds feeds = new ShardFeeds(catalogue, log, pages, traffic, clock);
        Channels channels = new Channels(streams, changes, clock);
        TagOwners tags = new TagOwners(streams, changes, consumers, channels);
        PolicyOwners policies = new PolicyOwners(streams, changes, consumers);

        Map<String, Action> byName = new HashMap<>();
        List.<Action>of(
                        new AddTagsToStream(tags),
                        new CreateChannel(streams, changes, channels, log),
                        new CreateStream(catalogue, changes, shardLimit),
                        new DecreaseStreamRetentionPeriod(changes, parts.retention()),
                        new DeleteChannel(channels, changes),
                        new DeleteResourcePolicy(policies),
                        new DeleteStream(streams, changes, clock),
                        new DeregisterStreamConsumer(consumers, changes),
                        new DescribeAccountSettings(parts.accounts(), clock),
                        new DescribeChannel(channels, clock),
                        new DescribeLimits(catalogue, channels, shardLimit),
                        new DescribeStream(streams, parts.retention(), clock),
                        new DescribeStreamConsumer(consumers, clock),
                        new DescribeStreamSummary(streams, clock),
                        new DisableEnhancedMonitoring(changes),
                        new EnableEnhancedMonitoring(changes),
                        new GetRecords(streams, pages, iterators, traffic, clock),
                        new GetResourcePolicy(policies),
                        new GetShardIterator(streams, shards, positions, iterators, traffic),
                        new IncreaseStreamRetentionPeriod(changes, parts.retention()),
                        new ListChannels(streams, channels, nextTokens, clock),
                        new ListShards(streams, parts.retention(), nextTokens, clock),
                        new ListStreamConsumers(streams, nextTokens, clock),
                        new ListStreams(catalogue, nextTokens, clock),
                        new ListTagsForResource(tags),
                        new ListTagsForStream(streams),
                        new MergeShards(streams, changes, shards),
                        new PutRecord(streams, appender, traffic, clock),
                        new PutRecords(streams, appender, traffic),
                        new PutResourcePolicy(policies, byName::keySet),
                        new RegisterStreamConsumer(streams, changes),
                        new RemoveTagsFromStream(tags),
                        new SplitShard(streams, changes, shards, shardLimit),
                        new StartStreamEncryption(changes, settings.masterKeys()),
                        new StopStreamEncryption(changes),
                        new SubscribeToShard(consumers, shards, positions, feeds, parts.subscriptions()),
                        new TagResource(tags),
                        new UntagResource(tags),
                        new UpdateAccountSettings(parts.accounts(), clock),
                        new UpdateChannel(channels, changes, clock),
                        new UpdateMaxRecordSize(changes),
                        new UpdateShardCount(changes, shardLimit),
                        new UpdateStreamMode(changes, clock),
                        new UpdateStreamRecordDistributionStrategy(changes),
                        new UpdateStreamWarmThroughput(changes))
                .forEach(action -> byName.put(action.name(), action));
        return Collections.unmodifiableMap(byName);
    }
}
