package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.MetricsName;

public class DisableEnhancedMonitoringTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void theMetricsBeforeAndAfterAreTold() {
        service.client().enableEnhancedMonitoring(e -> e.streamName("s").shardLevelMetrics(MetricsName.ALL));

        DisableEnhancedMonitoringResponse off = service.client()
                .disableEnhancedMonitoring(d -> d.streamName("s").shardLevelMetrics(MetricsName.INCOMING_BYTES));

        assertThat(off.currentShardLevelMetrics()).hasSize(7);
        assertThat(off.desiredShardLevelMetrics()).hasSize(6).doesNotContain(MetricsName.INCOMING_BYTES);
    }
}
