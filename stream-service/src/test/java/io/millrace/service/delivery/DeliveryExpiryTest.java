package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.stream.Resharding;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

/** Records that expire before they are delivered, and what is left of shards and channels that are done. */
public class DeliveryExpiryTest {
    @Rule
    public final DeliveryRun run = new DeliveryRun();

    @Test
    public void recordsThatExpireBeforeTheyAreDeliveredAreCounted() {
        run.put("1", "2");
        run.delivery.tick();
        run.put("3");
        run.clock.advance(Duration.ofHours(25));
        run.put("4");
        run.delivery.tick();
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.delivery.tick();

        assertThat(run.counts.expired).isEqualTo(3);
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("4\n");

        run.put("5");
        run.clock.advance(Duration.ofHours(25));
        run.start();
        run.delivery.tick();
        assertThat(run.counts.expired).isEqualTo(4);
        run.start();
        run.delivery.tick();
        assertThat(run.counts.expired).as("told once").isEqualTo(4);
    }

    @Test
    public void recordsThatExpireAfterTheirRangeWasStoredAreCounted() {
        run.put("1", "2");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.failingCreates = 1;
        run.delivery.tick();
        run.clock.advance(Duration.ofHours(25));
        run.put("3");
        run.start();
        run.delivery.tick();

        assertThat(run.counts.expired).isEqualTo(2);
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.delivery.tick();
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("3\n");
    }

    @Test
    public void anObjectThatIsWholeStaysSoWhenItsRecordsHaveExpiredMeanwhile() {
        run.put("1", "2");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.killsAfterPublish = 1;
        run.delivery.tick();
        run.clock.advance(Duration.ofHours(25));

        run.start();
        run.delivery.tick();

        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n2\n");
        assertThat(run.counts.expired).isZero();
    }

    @Test
    public void aClosedShardIsDoneOnceAndForgottenWithTheChannel() {
        run.put("1");
        run.catalogue.change(
                DeliveryRun.KEY,
                IllegalStateException::new,
                stream -> Resharding.split(
                        stream,
                        stream.shard(0),
                        BigInteger.TEN,
                        new Resharding.Settling(run.clock.instant(), run.clock.instant())));
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.delivery.tick();
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n");
        assertThat(run.progress().next())
                .isEqualTo(run.stream()
                        .shard(0)
                        .endingSequenceNumber()
                        .orElseThrow()
                        .toString());

        run.change(channel -> channel.goneAt(run.clock.instant()));
        run.delivery.tick();
        assertThat(run.catalogue.deliveries().keys()).isEmpty();
        assertThat(run.stream().header().channels()).isEmpty();
        assertThat(run.log.entries("").keySet()).noneMatch(name -> name.startsWith("delivery/"));
    }
}
