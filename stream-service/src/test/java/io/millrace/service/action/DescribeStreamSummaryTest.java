package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

public class DescribeStreamSummaryTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(3));
    }

    @Test
    public void theSummaryCountsOpenShards() {
        service.client().mergeShards(m -> m.streamName("s")
                .shardToMerge("shardId-000000000000")
                .adjacentShardToMerge("shardId-000000000001"));

        StreamDescriptionSummary summary =
                service.client().describeStreamSummary(d -> d.streamARN(ARN)).streamDescriptionSummary();

        assertThat(summary.openShardCount()).isEqualTo(2);
        assertThat(summary.consumerCount()).isZero();
        assertThat(summary.maxRecordSizeInKiB()).isEqualTo(1024);
        assertThat(summary.streamName()).isEqualTo("s");
    }

    @Test
    public void theSummaryCountsChannels() {
        assertThat(service.client()
                        .describeStreamSummary(d -> d.streamARN(ARN))
                        .streamDescriptionSummary()
                        .channelCount())
                .isZero();
        TestChannels.createStream(service.client(), "t");
        service.client().createChannel(TestChannels.json("t", "c").build());
        service.client().createChannel(TestChannels.json("t", "d").build());

        assertThat(service.client()
                        .describeStreamSummary(d -> d.streamName("t"))
                        .streamDescriptionSummary()
                        .channelCount())
                .isEqualTo(2);
    }

    @Test
    public void aNameThatDoesNotFitTheArnAndNoNameAtAllAreRefused() {
        assertThatThrownBy(() -> service.client()
                        .describeStreamSummary(d -> d.streamName("t").streamARN(ARN)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StreamName t does not match StreamARN " + ARN);
        assertThatThrownBy(() -> service.client().describeStreamSummary(d -> {}))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Either StreamName or StreamARN must be given.");
    }
}
