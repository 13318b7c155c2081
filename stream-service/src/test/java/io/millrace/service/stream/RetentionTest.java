package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import io.millrace.service.action.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What {@code --trim-after} let expire, when the next start of the service has another one or none. */
public class RetentionTest {
    private static final String ZERO = "shardId-000000000000";

    // Sweeps go by the real clock: the test's hours pass between two of them.
    @Rule
    public final RunningService service = new RunningService(keptAtMost(Duration.ofHours(1)));

    @Before
    public void expireOne() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.putText("s", "k", "expired");
        service.clock().advance(Duration.ofMinutes(40));
        service.putText("s", "k", "kept");
        service.clock().advance(Duration.ofMinutes(21));
        assertThat(texts()).containsExactly("kept");
    }

    @Test
    public void itDoesNotComeBackWithoutABound() throws IOException {
        service.restart(RunningService.PLAIN);

        assertThat(texts()).containsExactly("kept");
        service.clock().advance(Duration.ofHours(23));
        assertThat(texts()).containsExactly("kept");
        service.clock().advance(Duration.ofHours(1));
        assertThat(texts()).isEmpty();
    }

    @Test
    public void itDoesNotComeBackWithALongerBound() throws IOException {
        service.restart(keptAtMost(Duration.ofHours(2)));

        assertThat(texts()).containsExactly("kept");
        service.clock().advance(Duration.ofMinutes(98));
        assertThat(texts()).containsExactly("kept");
        service.clock().advance(Duration.ofMinutes(2));
        assertThat(texts()).isEmpty();
    }

    @Test
    public void whatExpiresBeforeTheNextStartIsGoneToo() throws IOException {
        service.clock().advance(Duration.ofHours(1));
        service.restart(RunningService.PLAIN);

        assertThat(texts()).isEmpty();
    }

    @Test
    public void aShorterBoundCountsAtOnceAndStreamsThatComeLaterAreKept() throws IOException {
        service.restart(keptAtMost(Duration.ofMinutes(10)));
        assertThat(texts()).isEmpty();

        service.restart(RunningService.PLAIN);
        service.client().createStream(c -> c.streamName("t").shardCount(1));
        service.putText("t", "k", "new");
        service.clock().advance(Duration.ofHours(2));

        assertThat(texts()).isEmpty();
        assertThat(service.textsOf("t", ZERO)).containsExactly("new");
    }

    private List<String> texts() {
        return service.textsOf("s", ZERO);
    }

    private static Settings keptAtMost(Duration kept) {
        return new Settings("000000000000", Duration.ZERO, OptionalInt.empty(), Optional.of(kept));
    }
}
