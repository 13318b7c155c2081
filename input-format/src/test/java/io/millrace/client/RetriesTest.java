package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public final class RetriesTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final List<ReadCounter> counted = new ArrayList<>();
    private final Retries retries = new Retries(pauses::add, (counter, amount) -> counted.add(counter));

    @Test
    public void throttlingIsWaitedOutForMinutesAndEachPauseSaysThatTheTaskIsAlive() {
        StreamException throttled = new StreamException.Throttled("slow down", null);

        assertThatThrownBy(() -> retries.call(() -> fail(throttled))).isSameAs(throttled);

        assertThat(total()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(5)) <= 0);
        assertThat(counted).hasSameSizeAs(pauses).containsOnly(ReadCounter.THROTTLED);
    }

    @Test
    public void whatCannotBeReachedIsGivenUpSoon() {
        StreamException unavailable = new StreamException.Unavailable("no route", null);

        assertThatThrownBy(() -> retries.call(() -> fail(unavailable))).isSameAs(unavailable);

        assertThat(total()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    public void aRefusalIsNotRepeated() {
        StreamException refused = new StreamException.Refused("no", null);

        assertThatThrownBy(() -> retries.call(() -> fail(refused))).isSameAs(refused);

        assertThat(pauses).isEmpty();
    }

    private Duration total() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static String fail(StreamException failure) {
        throw failure;
    }
}
