package io.millrace.service.stream;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.DeliveryKey;
import io.millrace.service.channel.Progress;
import io.millrace.service.log.LogChange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The changes of a stream's shards, worked out from its present state: the caller has checked that they are allowed.
 * A child's sequence numbers are greater than all of its parents', because the second that leads them is later.
 */
public final class Resharding {
    private Resharding() {}

    /** A new stream with equal shards. */
    public static Catalogue.Change create(Stream.Header header, int shardCount) {
        List<Shard> shards = new ArrayList<>(shardCount);
        long second = Math.floorDiv(header.createdMillis(), 1000L);
        for (HashKeyRange range : HashKeyRange.uniform(shardCount)) {
            shards.add(new Shard(shards.size(), range, List.of(), second, header.createdMillis(), null));
        }
        Stream after = new Stream(header.withNextShard(shardCount), shards);
        LogChange.Builder change = new LogChange.Builder();
        CatalogueCodec.putHeader(change, after.header());
        shards.forEach(shard -> open(change, after, shard));
        return new Catalogue.Change(after, change);
    }

    /** Two children in place of a shard; the lower one keeps the hash keys below {@code newStart}. */
    public static Catalogue.Change split(Stream stream, Shard shard, BigInteger newStart, Settling settling) {
        return replace(
                stream,
                List.of(shard),
                List.of(shard.range().below(newStart), shard.range().from(newStart)),
                settling);
    }

    /** One child in place of two adjacent shards. */
    public static Catalogue.Change merge(Stream stream, Shard shard, Shard adjacent, Settling settling) {
        return replace(stream, List.of(shard, adjacent), List.of(shard.range().union(adjacent.range())), settling);
    }

    /** Other settings, same shards. */
    public static Catalogue.Change settings(Stream stream, StreamSettings settings, Settling settling) {
        return header(stream, stream.header().withSettings(settings).settling(StreamStatus.UPDATING, settling.until()));
    }

    /** Records are kept for other hours; those that expired under the old ones stay so. */
    public static Catalogue.Change retention(Stream stream, int hours, Instant horizon, Settling settling) {
        return settings(expire(stream, horizon).after(), stream.settings().withRetentionHours(hours), settling);
    }

    /** What arrived before a moment expires for good. */
    public static Catalogue.Change expire(Stream stream, Instant before) {
        return header(stream, stream.header().expiredBefore(before));
    }

    /** Other settings that take effect at once, without a time of UPDATING. */
    public static Catalogue.Change relabel(Stream stream, StreamSettings settings) {
        return header(stream, stream.header().withSettings(settings));
    }

    /** Other consumers. */
    public static Catalogue.Change consumers(Stream stream, List<Consumer> consumers) {
        return header(stream, stream.header().withConsumers(consumers));
    }

    /** Other channels. */
    public static Catalogue.Change channels(Stream stream, List<Channel> channels) {
        return header(stream, stream.header().withChannels(channels));
    }

    /** One more channel, and where its delivery begins. */
    public static Catalogue.Change channel(Stream stream, List<Channel> channels, Map<DeliveryKey, Progress> starts) {
        Catalogue.Change change = channels(stream, channels);
        starts.forEach((key, start) -> Deliveries.put(change.log(), key, start));
        return change;
    }

    /** DELETING until the stream is gone. */
    public static Catalogue.Change delete(Stream stream, Settling settling) {
        return header(stream, stream.header().settling(StreamStatus.DELETING, settling.until()));
    }

    /** Without closed shards whose records have all expired. */
    public static Catalogue.Change forget(Stream stream, List<Shard> expired) {
        LogChange.Builder change = new LogChange.Builder();
        for (Shard shard : expired) {
            change.forget(stream.logKey(shard));
            change.remove(CatalogueCodec.shardKey(stream.header().id(), shard.index()));
        }
        List<Shard> left = new ArrayList<>(stream.shards());
        left.removeAll(expired);
        return new Catalogue.Change(new Stream(stream.header(), left), change);
    }

    /**
     * When a change happens and until when the stream's state shows it.
     *
     * @param now the time of the change
     * @param until when the stream is ACTIVE again, or gone
     */
    public record Settling(Instant now, Instant until) {}

    private static Catalogue.Change replace(
            Stream stream, List<Shard> parents, List<HashKeyRange> ranges, Settling settling) {
        long now = settling.now().toEpochMilli();
        long second = parents.stream().mapToLong(Shard::createdSecond).max().orElseThrow() + 1;
        second = Math.max(second, Math.floorDiv(now, 1000L));
        List<Integer> lineage = parents.stream().map(Shard::index).toList();
        List<Shard> shards = new ArrayList<>(stream.shards());
        shards.removeAll(parents);
        Shard[] closed = parents.stream().map(shard -> shard.close(now)).toArray(Shard[]::new);
        shards.addAll(Arrays.asList(closed));
        List<Shard> children = new ArrayList<>();
        int index = stream.header().nextShard();
        for (HashKeyRange range : ranges) {
            children.add(new Shard(index++, range, lineage, second, now, null));
        }
        shards.addAll(children);
        Stream after = new Stream(
                stream.header().withNextShard(index).settling(StreamStatus.UPDATING, settling.until()), shards);
        LogChange.Builder change = new LogChange.Builder();
        CatalogueCodec.putHeader(change, after.header());
        for (Shard shard : closed) {
            change.seal(after.logKey(shard));
            CatalogueCodec.putShard(change, after.header().id(), shard);
        }
        children.forEach(shard -> open(change, after, shard));
        return new Catalogue.Change(after, change);
    }

    private static Catalogue.Change header(Stream stream, Stream.Header header) {
        LogChange.Builder change = new LogChange.Builder();
        CatalogueCodec.putHeader(change, header);
        return new Catalogue.Change(new Stream(header, stream.shards()), change);
    }

    private static void open(LogChange.Builder change, Stream stream, Shard shard) {
        change.open(stream.logKey(shard), shard.createdSecond());
        CatalogueCodec.putShard(change, stream.header().id(), shard);
    }
}
