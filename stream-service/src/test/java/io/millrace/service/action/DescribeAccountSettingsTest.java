package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutput;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;

public class DescribeAccountSettingsTest {
    @Rule
    public final RunningService service = new RunningService();

    @Test
    public void eachRegionHasItsOwn() {
        service.client()
                .updateAccountSettings(u -> u.minimumThroughputBillingCommitment(
                        m -> m.status(MinimumThroughputBillingCommitmentInputStatus.ENABLED)));

        MinimumThroughputBillingCommitmentOutput here =
                service.client().describeAccountSettings(d -> {}).minimumThroughputBillingCommitment();
        assertThat(here.status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED);
        assertThat(here.startedAt()).isEqualTo(service.clock().instant());
        try (KinesisClient elsewhere = service.client(Region.EU_WEST_1)) {
            MinimumThroughputBillingCommitmentOutput there =
                    elsewhere.describeAccountSettings(d -> {}).minimumThroughputBillingCommitment();
            assertThat(there.status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
            assertThat(there.startedAt()).isNull();
        }
    }
}
