package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutput;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** DescribeLimits, DescribeAccountSettings and UpdateAccountSettings. */
public class AccountTest {
    @Rule
    public final RunningService service =
            new RunningService(new Settings("000000000000", Duration.ZERO, OptionalInt.of(9), Optional.empty()));

    @Test
    public void limitsCountWhatIsThere() {
        service.client().createStream(c -> c.streamName("a").shardCount(2));
        service.client()
                .createStream(c -> c.streamName("b").streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));

        DescribeLimitsResponse limits = service.client().describeLimits(l -> {});

        assertThat(limits.shardLimit()).isEqualTo(9);
        assertThat(limits.openShardCount()).isEqualTo(6);
        assertThat(limits.onDemandStreamCount()).isEqualTo(1);
    }

    @Test
    public void aCommitmentLastsADayAtLeast() throws Exception {
        assertThat(described().status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);

        update(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
        service.restart();
        assertThat(described().status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED);
        assertThat(described().earliestAllowedEndAt())
                .isEqualTo(described().startedAt().plus(Duration.ofHours(24)));

        assertThat(update(MinimumThroughputBillingCommitmentInputStatus.DISABLED)
                        .status())
                .isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED_UNTIL_EARLIEST_ALLOWED_END);
        service.clock().advance(Duration.ofHours(24));
        assertThat(described().status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
        assertThat(described().endedAt()).isEqualTo(described().earliestAllowedEndAt());
    }

    private MinimumThroughputBillingCommitmentOutput described() {
        return service.client().describeAccountSettings(d -> {}).minimumThroughputBillingCommitment();
    }

    private MinimumThroughputBillingCommitmentOutput update(MinimumThroughputBillingCommitmentInputStatus status) {
        return service.client()
                .updateAccountSettings(u -> u.minimumThroughputBillingCommitment(m -> m.status(status)))
                .minimumThroughputBillingCommitment();
    }
}
