package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class DeliverySettingsTest {
    @Test
    public void whatIsDueIsLookedForInHalfTheTimeThatItMayTakeWithinBounds() {
        assertThat(DeliverySettings.DEFAULT.gap()).isEqualTo(Duration.ofMillis(250));
        assertThat(gap(Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(150));
        assertThat(gap(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(50));
        assertThat(gap(Duration.ofHours(1))).isEqualTo(Duration.ofMillis(250));
    }

    private static Duration gap(Duration atMost) {
        return new DeliverySettings(Optional.empty(), Optional.of(atMost)).gap();
    }
}
