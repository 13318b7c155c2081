package io.millrace.hive.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.io.HiveInputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.split.TezMapredSplitsGrouper;
import org.junit.Test;

public final class HiveKinesisSplitTest {
    @Test
    public void tezReadsShardsSideBySideWhereTheClusterHasRoom() throws IOException {
        assertThat(groups(40, 100)).isEqualTo(40);
        assertThat(groups(40, 10)).isEqualTo(10);
    }

    /** Tez puts no more into one task than a gigabyte. */
    @Test
    public void tezReadsAFewShardsInOneTaskOfASmallCluster() throws IOException {
        assertThat(groups(4, 1)).isEqualTo(1);
    }

    private static int groups(int shards, int room) throws IOException {
        InputSplit[] splits =
                IntStream.range(0, shards).mapToObj(HiveKinesisSplitTest::split).toArray(InputSplit[]::new);
        return new TezMapredSplitsGrouper()
                .getGroupedSplits(new Configuration(false), splits, room, HiveInputFormat.class.getName())
                .length;
    }

    private static HiveKinesisSplit split(int shard) {
        KinesisSplit split = new KinesisSplit(
                new StreamIdentity("arn:aws:kinesis:eu-west-1:123456789012:stream/logs", Instant.EPOCH),
                new ShardId(String.format("shardId-%012d", shard)),
                Optional.empty(),
                new StartingPosition.TrimHorizon(),
                new KinesisSplit.End(SequenceNumber.of("1"), true),
                KinesisSplit.Times.ANY);
        return new HiveKinesisSplit(split, new Path("/warehouse/logs"));
    }
}
