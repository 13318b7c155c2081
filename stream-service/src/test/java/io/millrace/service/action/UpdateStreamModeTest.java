package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

public class UpdateStreamModeTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void theModeChangesAndTheShardsStay() throws Exception {
        service.putText("s", "k", "before");

        mode(StreamMode.ON_DEMAND);
        service.restart();

        assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThat(service.textsOf("s", "shardId-000000000000")).containsExactly("before");
        assertThat(service.shards("s")).hasSize(1);
    }

    private void mode(StreamMode mode) {
        service.client().updateStreamMode(u -> u.streamARN(ARN).streamModeDetails(m -> m.streamMode(mode)));
    }

    private StreamDescriptionSummary summary() {
        return service.client().describeStreamSummary(d -> d.streamName("s")).streamDescriptionSummary();
    }
}
