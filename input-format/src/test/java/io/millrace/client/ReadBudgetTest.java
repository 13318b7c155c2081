package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            call(budget);
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
        call(budget);
        budget.received(10 << 20);
        call(budget);

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(5_000), Duration.ofMillis(5_010));
    }

    @Test
    public void aSmallPageIsPaidForFromItsCallOnHoweverLongItTakes() {
        ReadBudget budget = budget(ReadLimits.OF_A_SHARD);
        for (int i = 0; i < 10; i++) {
            call(budget);
            nanos += Duration.ofMillis(300).toNanos();
            budget.received(1 << 20);
        }
        call(budget);

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(5_000), Duration.ofMillis(5_020));
    }

    @Test
    public void aLargePageIsPaidForFromWhenItIsThere() {
        ReadBudget budget = budget(ReadLimits.OF_A_SHARD);
        call(budget);
        nanos += Duration.ofMillis(300).toNanos();
        budget.received(10 << 20);
        assertThat(Duration.ofNanos(budget.nanosUntilCall())).isEqualTo(Duration.ofSeconds(5));
        call(budget);

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(5_300), Duration.ofMillis(5_310));
    }

    @Test
    public void fewCallsAreMadeAtOnceAndLeaveOneToSpare() {
        ReadBudget few = few(ReadLimits.OF_A_SHARD);
        for (int i = 0; i < 4; i++) {
            call(few);
            iterator(few);
        }
        assertThat(nanos).as("made at once").isZero();
        assertThat(Duration.ofNanos(few.nanosUntilCall())).isEqualTo(Duration.ofMillis(200));
        assertThat(Duration.ofNanos(few.nanosUntilFree())).isEqualTo(Duration.ofMillis(400));

        ReadBudget one = few(new ReadLimits(1, 1 << 20));
        call(one);
        assertThat(Duration.ofNanos(one.nanosUntilFree())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    public void iteratorsAreLimitedAsCallsAreAndOnTheirOwn() {
        ReadBudget few = few(ReadLimits.OF_A_SHARD);
        for (int i = 0; i < 5; i++) {
            iterator(few);
        }
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(200), Duration.ofMillis(202));
        assertThat(few.nanosUntilCall()).isZero();
        assertThat(Duration.ofNanos(few.nanosUntilFree())).isBetween(Duration.ofMillis(399), Duration.ofMillis(400));
    }

    /** The service may have counted the call at its end. */
    @Test
    public void theTimeOfOneOfFewCallsGivesNothingBack() {
        ReadBudget few = few(ReadLimits.OF_A_SHARD);
        for (int i = 0; i < 4; i++) {
            few.call(() -> nanos += Duration.ofMillis(300).toNanos());
        }
        assertThat(Duration.ofNanos(few.nanosUntilFree())).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    public void thePageOfOneOfFewCallsIsPaidForFromWhenItIsThere() {
        ReadBudget few = few(ReadLimits.OF_A_SHARD);
        few.call(() -> nanos += Duration.ofMillis(300).toNanos());
        few.received(1 << 20);

        assertThat(Duration.ofNanos(few.nanosUntilCall())).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    public void idleTimeIsNotSavedUp() {
        ReadBudget budget = budget(ReadLimits.OF_A_SHARD);
        nanos += Duration.ofMinutes(1).toNanos();
        call(budget);
        budget.received(2 << 20);
        call(budget);

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(61_000), Duration.ofMillis(61_010));
    }

    @Test
    public void throttlingShowsThatThereAreQuotas() {
        ReadBudget budget = budget(new ReadLimits(ReadLimits.UNLIMITED, ReadLimits.UNLIMITED));
        budget.received(1 << 30);
        throttle(budget);
        call(budget);
        assertThat(nanos).isZero();

        budget.received(2 << 20);
        call(budget);
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_010));
    }

    @Test
    public void throttlingChangesNothingAboutALimitThatWasSet() {
        ReadBudget budget = budget(new ReadLimits(1, 0));
        throttle(budget);
        call(budget);

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_010));
    }

    @Test
    public void withoutLimitsNothingWaits() {
        ReadBudget budget = budget(new ReadLimits(ReadLimits.UNLIMITED, ReadLimits.UNLIMITED));
        for (int i = 0; i < 1000; i++) {
            call(budget);
            budget.received(1L << 30);
        }

        assertThat(nanos).isZero();
    }

    private ReadBudget few(ReadLimits limits) {
        return ReadBudget.forFewCalls(limits, () -> nanos, pause -> nanos += pause.toNanos());
    }

    private static void call(ReadBudget budget) {
        assertThat(budget.call(() -> "page")).isEqualTo("page");
    }

    private static void iterator(ReadBudget budget) {
        assertThat(budget.iterator(() -> "iterator")).isEqualTo("iterator");
    }

    private static void throttle(ReadBudget budget) {
        StreamException.Throttled refusal = new StreamException.Throttled("refused", null);
        assertThatThrownBy(() -> budget.call(() -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
    }

    private ReadBudget budget(ReadLimits limits) {
        return new ReadBudget(limits, () -> nanos, pause -> nanos += pause.toNanos());
    }
}
