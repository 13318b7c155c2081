package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;

public class DecreaseStreamRetentionPeriodTest {
    private static final String ZERO = "shardId-000000000000";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void aLongerRetentionKeepsThemAndAShorterOneRemovesThem() {
        increase(48);
        service.putText("s", "k", "r");
        service.clock().advance(Duration.ofHours(30));
        assertThat(service.textsOf("s", ZERO)).containsExactly("r");

        decrease(24);

        assertThat(service.textsOf("s", ZERO)).isEmpty();
        assertThat(hours()).isEqualTo(24);
    }

    @Test
    public void aPeriodThatIsTooShortOrLongerThanBeforeIsRefused() {
        increase(72);

        assertThatThrownBy(() -> decrease(23))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Minimum allowed retention period is 24 hours. Requested retention period (23"
                        + " hours) is too short.");
        assertThatThrownBy(() -> decrease(96))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("can not be longer than existing retention period (72 hours)");
    }

    private void increase(int hours) {
        service.client().increaseStreamRetentionPeriod(i -> i.streamName("s").retentionPeriodHours(hours));
    }

    private void decrease(int hours) {
        service.client().decreaseStreamRetentionPeriod(d -> d.streamName("s").retentionPeriodHours(hours));
    }

    private int hours() {
        return service.client()
                .describeStreamSummary(d -> d.streamName("s"))
                .streamDescriptionSummary()
                .retentionPeriodHours();
    }
}
