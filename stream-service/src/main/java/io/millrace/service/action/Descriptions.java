package io.millrace.service.action;

import io.millrace.service.log.ReadPage;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardId;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Output;
import io.millrace.service.wire.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The parts of answers that describe streams and shards. */
final class Descriptions {
    private Descriptions() {}

    static void mode(Output out, Stream stream) throws IOException {
        out.object(
                Members.MODE_DETAILS,
                details -> details.text(Members.MODE, stream.settings().mode()));
    }

    /** What DescribeStream and DescribeStreamSummary have in common. */
    static void stream(Output out, Stream stream, Instant now) throws IOException {
        out.text(Members.STREAM_NAME, stream.name())
                .text(Members.STREAM_ARN, StreamArn.of(stream))
                .text("StreamStatus", stream.status(now));
        mode(out, stream);
        out.number(Members.RETENTION_HOURS, stream.settings().retentionHours())
                .time("StreamCreationTimestamp", stream.created())
                .objects(
                        "EnhancedMonitoring",
                        List.of(0),
                        (each, zero) -> each.texts(
                                EnhancedMonitoring.METRICS, stream.settings().shardLevelMetrics()))
                .text(Encryption.TYPE, Encryption.type(stream))
                .text(Encryption.KEY_ID, stream.settings().protection().key());
    }

    static void shard(Output out, Shard shard) throws IOException {
        out.text(Members.SHARD_ID, shard.id());
        List<Integer> parents = shard.parents();
        if (!parents.isEmpty()) {
            out.text("ParentShardId", ShardId.format(parents.get(0)));
        }
        if (parents.size() > 1) {
            out.text("AdjacentParentShardId", ShardId.format(parents.get(1)));
        }
        out.object("HashKeyRange", hashKeyRange(shard));
        out.object("SequenceNumberRange", range -> range.text("StartingSequenceNumber", shard.startingSequenceNumber())
                .text("EndingSequenceNumber", shard.endingSequenceNumber().orElse(null)));
    }

    static Reply hashKeyRange(Shard shard) {
        return range -> range.text("StartingHashKey", shard.range().start())
                .text("EndingHashKey", shard.range().end());
    }

    static void records(Output out, ReadPage page) throws IOException {
        out.objects("Records", page.records(), (each, found) -> each.text("SequenceNumber", found.sequenceNumber())
                .time(
                        "ApproximateArrivalTimestamp",
                        Instant.ofEpochMilli(found.sequenceNumber().millis()))
                .blob(Members.DATA, found.data())
                .text(Members.PARTITION_KEY, found.partitionKey())
                .text(Encryption.TYPE, Encryption.ofRecords(found.encrypted())));
    }

    /** How old the first record after a page is; 0 when there is none. */
    static void behind(Output out, ReadPage page, Instant now) throws IOException {
        long millis = page.nextMillis().isPresent()
                ? now.toEpochMilli() - page.nextMillis().getAsLong()
                : 0;
        out.number("MillisBehindLatest", Math.max(0, millis));
    }

    /** A child as GetRecords shows it at the end of its parent. */
    static Output.Element<Shard> child() {
        return (out, shard) -> out.text(Members.SHARD_ID, shard.id())
                .texts(
                        "ParentShards",
                        shard.parents().stream().map(ShardId::format).toList())
                .object("HashKeyRange", hashKeyRange(shard));
    }
}
