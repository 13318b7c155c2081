package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

public class EnableEnhancedMonitoringTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void theMetricsBeforeAndAfterAreTold() {
        EnableEnhancedMonitoringResponse on = service.client().enableEnhancedMonitoring(e -> e.streamName("s")
                .shardLevelMetrics(MetricsName.OUTGOING_BYTES, MetricsName.INCOMING_BYTES));
        assertThat(on.currentShardLevelMetrics()).isEmpty();
        assertThat(on.desiredShardLevelMetrics())
                .containsExactly(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);

        service.client().enableEnhancedMonitoring(e -> e.streamName("s").shardLevelMetrics(MetricsName.ALL));
        assertThat(summary().enhancedMonitoring().get(0).shardLevelMetrics()).hasSize(7);
    }

    @Test
    public void anUnknownMetricIsRefused() {
        assertThatThrownBy(() -> service.client()
                        .enableEnhancedMonitoring(e -> e.streamName("s").shardLevelMetricsWithStrings("Latency")))
                .hasMessageContaining(
                        "Value '[Latency]' at 'shardLevelMetrics' failed to satisfy constraint: Member must"
                                + " satisfy constraint: [Member must satisfy enum value set: [ALL, IncomingBytes,");
    }

    private StreamDescriptionSummary summary() {
        return service.client().describeStreamSummary(d -> d.streamName("s")).streamDescriptionSummary();
    }
}
