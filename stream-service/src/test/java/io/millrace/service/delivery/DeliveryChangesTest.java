package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

/** Channels that are changed while a tick is under way. */
public class DeliveryChangesTest {
    @Rule
    public final DeliveryRun run = new DeliveryRun();

    @Test
    public void whatComesAfterTheChannelsEndIsNotDeliveredByTheTickThatIsUnderWay() {
        run.put("1");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.meanwhile = () -> {
            run.change(channel -> channel.goneAt(run.clock.instant()));
            run.put("2");
            run.clock.advance(DeliveryRun.FRESHNESS);
        };

        run.delivery.tick();
        run.delivery.tick();

        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n");
    }

    @Test
    public void aNewFreshnessCountsForTheTickThatIsUnderWay() {
        run.put("1");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.meanwhile = () -> {
            run.change(channel ->
                    channel.updated(channel.destination().withFreshness(900), channel.logging(), run.clock.instant()));
            run.put("2");
            run.clock.advance(DeliveryRun.FRESHNESS);
        };

        run.delivery.tick();

        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n");
        run.clock.advance(Duration.ofMinutes(10));
        run.delivery.tick();
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n2\n");
    }
}
