package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public final class ReadBudgetTest {
    private long nanos;

    @Test
    public void callsAreSpreadOverTimeAndNeverMoreThanFiveInASecond() {
        ReadBudget budget = budget(new ReadLimits(5, 0));
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            budget.awaitCall();
            times.add(nanos);
        }

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(9_990), Duration.ofMillis(10_100));
        for (int i = 5; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 5)).as("call %s", i).isGreaterThanOrEqualTo(1_000_000_000L);
        }
    }

    @Test
    public void aLargePageIsPaidForBeforeTheNextCallAsTheServiceWantsIt() {
        ReadBudget budget = budget(ReadLimits.OF_A_SHARD);
        budget.awaitCall();
        budget.received(10 << 20);
        budget.awaitCall();

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(5_000), Duration.ofMillis(5_010));
    }

    @Test
    public void aSmallPageIsPaidForFromItsCallOnHoweverLongItTakes() {
        ReadBudget budget = budget(ReadLimits.OF_A_SHARD);
        for (int i = 0; i < 10; i++) {
            budget.awaitCall();
            nanos += Duration.ofMillis(300).toNanos();
            budget.received(1 << 20);
        }
        budget.awaitCall();

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(5_000), Duration.ofMillis(5_020));
    }

    @Test
    public void aLargePageIsPaidForFromWhenItIsThere() {
        ReadBudget budget = budget(ReadLimits.OF_A_SHARD);
        budget.awaitCall();
        nanos += Duration.ofMillis(300).toNanos();
        budget.received(10 << 20);
        assertThat(Duration.ofNanos(budget.nanosUntilCall())).isEqualTo(Duration.ofSeconds(5));
        budget.awaitCall();

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(5_300), Duration.ofMillis(5_310));
    }

    @Test
    public void whoeverComesNextFindsACallToSpare() {
        ReadBudget few =
                ReadBudget.forFewCalls(ReadLimits.OF_A_SHARD, () -> nanos, duration -> nanos += duration.toNanos());
        for (int i = 0; i < 5; i++) {
            few.awaitCall();
        }
        assertThat(nanos).as("made at once").isZero();
        assertThat(Duration.ofNanos(few.nanosUntilCall())).isEqualTo(Duration.ofMillis(200));
        assertThat(Duration.ofNanos(few.nanosUntilFree())).isEqualTo(Duration.ofMillis(400));

        ReadBudget one = ReadBudget.forFewCalls(
                new ReadLimits(1, 1 << 20), () -> nanos, duration -> nanos += duration.toNanos());
        one.awaitCall();
        assertThat(Duration.ofNanos(one.nanosUntilFree())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    public void idleTimeIsNotSavedUp() {
        ReadBudget budget = budget(ReadLimits.OF_A_SHARD);
        nanos += Duration.ofMinutes(1).toNanos();
        budget.awaitCall();
        budget.received(2 << 20);
        budget.awaitCall();

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(61_000), Duration.ofMillis(61_010));
    }

    @Test
    public void throttlingShowsThatThereAreQuotas() {
        ReadBudget budget = budget(new ReadLimits(ReadLimits.UNLIMITED, ReadLimits.UNLIMITED));
        budget.received(1 << 30);
        budget.throttled();
        budget.awaitCall();
        assertThat(nanos).isZero();

        budget.received(2 << 20);
        budget.awaitCall();
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_010));
    }

    @Test
    public void throttlingChangesNothingAboutALimitThatWasSet() {
        ReadBudget budget = budget(new ReadLimits(1, 0));
        budget.throttled();
        budget.awaitCall();
        budget.awaitCall();

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_010));
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
