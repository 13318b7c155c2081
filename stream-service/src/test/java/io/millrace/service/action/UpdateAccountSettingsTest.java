package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutput;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;

public class UpdateAccountSettingsTest {
    @Rule
    public final RunningService service = new RunningService();

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
