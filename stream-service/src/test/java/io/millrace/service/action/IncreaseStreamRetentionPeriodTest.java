package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;

public class IncreaseStreamRetentionPeriodTest {
    private static final String ZERO = "shardId-000000000000";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void recordsAreGoneOnceTheyAreOlderThanTheRetention() {
        service.putText("s", "k", "old");
        service.clock().advance(Duration.ofHours(23));
        service.putText("s", "k", "new");
        assertThat(service.textsOf("s", ZERO)).containsExactly("old", "new");

        service.clock().advance(Duration.ofHours(1).plusMillis(1));

        assertThat(service.textsOf("s", ZERO)).containsExactly("new");
    }

    @Test
    public void whatHasExpiredDoesNotComeBack() throws Exception {
        service.putText("s", "k", "expired");
        service.clock().advance(Duration.ofHours(2));
        service.putText("s", "k", "kept");
        service.clock().advance(Duration.ofHours(23));

        increase(48);

        assertThat(service.textsOf("s", ZERO)).containsExactly("kept");
        service.restart();
        service.clock().advance(Duration.ofHours(24));
        assertThat(service.textsOf("s", ZERO)).containsExactly("kept");
    }

    @Test
    public void theNewPeriodIsThereAfterARestart() throws Exception {
        increase(100);
        service.restart();

        assertThat(hours()).isEqualTo(100);
    }

    @Test
    public void aPeriodThatIsTooLongOrShorterThanBeforeIsRefused() {
        increase(72);

        assertThatThrownBy(() -> increase(8761))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Maximum allowed retention period is 8760 hours.");
        assertThatThrownBy(() -> increase(48))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("can not be shorter than existing retention period (72 hours). Use"
                        + " DecreaseRetentionPeriod API.");
    }

    private void increase(int hours) {
        service.client().increaseStreamRetentionPeriod(i -> i.streamName("s").retentionPeriodHours(hours));
    }

    private int hours() {
        return service.client()
                .describeStreamSummary(d -> d.streamName("s"))
                .streamDescriptionSummary()
                .retentionPeriodHours();
    }
}
