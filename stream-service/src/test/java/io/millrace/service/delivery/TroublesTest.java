package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.MovableClock;
import io.millrace.service.stream.StreamKey;
import java.io.IOException;
import java.time.Duration;
import org.junit.Test;

public class TroublesTest {
    private static final DeliveryListener.Label ONE = label("one");

    private final MovableClock clock = new MovableClock();
    private final Troubles troubles = new Troubles(clock);

    @Test
    public void eachKindIsToldOnceInFiveMinutesAndForEachChannel() {
        assertThat(troubles.failed(ONE, "shard", new IOException("full"))).isTrue();
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(troubles.failed(ONE, "shard", new IOException("still full"))).isFalse();
        assertThat(troubles.failed(label("two"), "shard", new IOException("full")))
                .isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(troubles.failed(ONE, "shard", new IOException("still full"))).isTrue();
        assertThat(troubles.failed(ONE, "shard", new IllegalStateException("another")))
                .isTrue();
    }

    @Test
    public void whatFailsAnewIsToldAnew() {
        troubles.failed(ONE, "shard", new IOException("full"));
        troubles.worked(ONE);
        assertThat(troubles.failed(ONE, "shard", new IOException("full"))).isTrue();
    }

    private static DeliveryListener.Label label(String channel) {
        return new DeliveryListener.Label(new StreamKey("000000000000", "us-east-1", "s"), channel);
    }
}
