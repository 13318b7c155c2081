package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import org.junit.Test;

public final class ReadBudgetTest {
    private long nanos;

    @Test
    public void callsAreSpreadOverTime() {
        ReadBudget budget = budget(new ReadLimits(5, 0));
        for (int i = 0; i < 55; i++) {
            budget.awaitCall();
        }

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(9_900), Duration.ofMillis(10_200));
    }

    @Test
    public void aLargePageIsPaidForBeforeTheNextCall() {
        ReadBudget budget = budget(new ReadLimits(5, 2_000_000));
        budget.awaitCall();
        budget.received(10_000_000);
        budget.awaitCall();

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(3_900), Duration.ofMillis(4_100));
    }

    @Test
    public void withoutLimitsNothingWaits() {
        ReadBudget budget = budget(new ReadLimits(ReadLimits.UNLIMITED, ReadLimits.UNLIMITED));
        for (int i = 0; i < 1000; i++) {
            budget.awaitCall();
            budget.received(1L << 30);
        }

        assertThat(nanos).isZero();
    }

    private ReadBudget budget(ReadLimits limits) {
        return new ReadBudget(limits, () -> nanos, pause -> nanos += pause.toNanos());
    }
}
