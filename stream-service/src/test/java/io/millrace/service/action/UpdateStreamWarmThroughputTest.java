package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamWarmThroughputResponse;

public class UpdateStreamWarmThroughputTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void warmThroughputIsForOnDemandStreams() {
        assertThatThrownBy(() -> warm(100))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("can only be set for a stream in ON_DEMAND mode; this one is PROVISIONED");
        mode(StreamMode.ON_DEMAND);

        assertThat(warm(100).warmThroughput().targetMiBps()).isEqualTo(100);
        assertThat(summary().warmThroughput().currentMiBps()).isEqualTo(100);
        mode(StreamMode.PROVISIONED);
        assertThat(summary().warmThroughput()).isNull();
    }

    private void mode(StreamMode mode) {
        service.client().updateStreamMode(u -> u.streamARN(ARN).streamModeDetails(m -> m.streamMode(mode)));
    }

    private UpdateStreamWarmThroughputResponse warm(int mibps) {
        return service.client()
                .updateStreamWarmThroughput(u -> u.streamName("s").warmThroughputMiBps(mibps));
    }

    private StreamDescriptionSummary summary() {
        return service.client().describeStreamSummary(d -> d.streamName("s")).streamDescriptionSummary();
    }
}
