package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

public class DescribeLimitsTest {
    @Rule
    public final RunningService service =
            new RunningService(new Settings("000000000000", Duration.ZERO, OptionalInt.of(9), Optional.empty()));

    @Test
    public void limitsCountWhatIsThere() {
        service.client().createStream(c -> c.streamName("a").shardCount(2));
        service.client()
                .createStream(c -> c.streamName("b").streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));

        service.client().createChannel(TestChannels.json("b", "c").build());

        DescribeLimitsResponse limits = service.client().describeLimits(l -> {});

        assertThat(limits.shardLimit()).isEqualTo(9);
        assertThat(limits.channelCount()).isEqualTo(1);
        assertThat(limits.openShardCount()).isEqualTo(6);
        assertThat(limits.onDemandStreamCount()).isEqualTo(1);
    }

    @Test
    public void withoutALimitTheGreatestNumberIsTold() throws Exception {
        service.restart(RunningService.PLAIN);

        DescribeLimitsResponse limits = service.client().describeLimits(l -> {});

        assertThat(limits.shardLimit()).isEqualTo(1_000_000);
        assertThat(limits.onDemandStreamCountLimit()).isEqualTo(1_000_000);
        assertThat(limits.openShardCount()).isZero();
        assertThat(limits.channelCount()).isZero();
        assertThat(limits.channelCountLimit()).isEqualTo(1_000_000);
    }
}
