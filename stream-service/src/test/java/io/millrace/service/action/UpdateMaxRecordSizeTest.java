package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

public class UpdateMaxRecordSizeTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void recordsMayBecomeLarger() {
        byte[] large = new byte[3 << 20];
        assertThatThrownBy(() -> put(large)).isInstanceOf(KinesisException.class);

        service.client().updateMaxRecordSize(u -> u.streamARN(ARN).maxRecordSizeInKiB(4096));

        put(large);
        assertThat(summary().maxRecordSizeInKiB()).isEqualTo(4096);
        assertThatThrownBy(() -> service.client()
                        .updateMaxRecordSize(u -> u.streamARN(ARN).maxRecordSizeInKiB(10_241)))
                .hasMessageContaining(
                        "Value '10241' at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have"
                                + " value less than or equal to 10240");
    }

    private void put(byte[] data) {
        service.client().putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromByteArray(data)));
    }

    private StreamDescriptionSummary summary() {
        return service.client().describeStreamSummary(d -> d.streamName("s")).streamDescriptionSummary();
    }
}
