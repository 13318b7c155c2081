package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamWarmThroughputResponse;

/** UpdateStreamMode, UpdateMaxRecordSize, UpdateStreamWarmThroughput, Enable- and DisableEnhancedMonitoring. */
public class StreamSettingsTest {
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

    @Test
    public void shardLevelMetricsAreSwitchedOnAndOff() {
        EnableEnhancedMonitoringResponse on = service.client().enableEnhancedMonitoring(e -> e.streamName("s")
                .shardLevelMetrics(MetricsName.OUTGOING_BYTES, MetricsName.INCOMING_BYTES));
        assertThat(on.currentShardLevelMetrics()).isEmpty();
        assertThat(on.desiredShardLevelMetrics())
                .containsExactly(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);

        service.client().enableEnhancedMonitoring(e -> e.streamName("s").shardLevelMetrics(MetricsName.ALL));
        assertThat(summary().enhancedMonitoring().get(0).shardLevelMetrics()).hasSize(7);

        DisableEnhancedMonitoringResponse off = service.client()
                .disableEnhancedMonitoring(d -> d.streamName("s").shardLevelMetrics(MetricsName.INCOMING_BYTES));
        assertThat(off.currentShardLevelMetrics()).hasSize(7);
        assertThat(off.desiredShardLevelMetrics()).hasSize(6).doesNotContain(MetricsName.INCOMING_BYTES);
        assertThatThrownBy(() -> service.client()
                        .enableEnhancedMonitoring(e -> e.streamName("s").shardLevelMetricsWithStrings("Latency")))
                .hasMessageContaining(
                        "Value '[Latency]' at 'shardLevelMetrics' failed to satisfy constraint: Member must"
                                + " satisfy constraint: [Member must satisfy enum value set: [ALL, IncomingBytes,");
    }

    private void mode(StreamMode mode) {
        service.client().updateStreamMode(u -> u.streamARN(ARN).streamModeDetails(m -> m.streamMode(mode)));
    }

    private UpdateStreamWarmThroughputResponse warm(int mibps) {
        return service.client()
                .updateStreamWarmThroughput(u -> u.streamName("s").warmThroughputMiBps(mibps));
    }

    private void put(byte[] data) {
        service.client().putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromByteArray(data)));
    }

    private StreamDescriptionSummary summary() {
        return service.client().describeStreamSummary(d -> d.streamName("s")).streamDescriptionSummary();
    }
}
