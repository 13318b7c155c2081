package io.millrace.service.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.MovableClock;
import io.millrace.service.log.ShardKey;
import java.time.Duration;
import java.util.Random;
import org.junit.Test;

public class QuotasTest {
    private static final ShardKey SHARD = new ShardKey(1, 0);
    private static final ShardKey OTHER = new ShardKey(1, 1);
    private static final long MIB = 1 << 20;

    private final MovableClock clock = new MovableClock();
    private final Quotas quotas = new Quotas(clock);

    @Test
    public void aShardTakesAThousandRecordsASecond() {
        assertThat(taken(1_100, 1)).isEqualTo(1_000);
        clock.advance(Duration.ofMillis(100));
        assertThat(taken(200, 1)).isEqualTo(100);
        assertThat(quotas.takes(OTHER, 1)).isTrue();
    }

    @Test
    public void aShardTakesAMebibyteASecond() {
        assertThat(taken(20, MIB / 8)).isEqualTo(8);
        assertThat(taken(20, 1)).as("a smaller one that no longer fits either").isZero();
        clock.advance(Duration.ofMillis(500));
        assertThat(taken(20, MIB / 8)).isEqualTo(4);
    }

    @Test
    public void aRecordThatIsRefusedForItsBytesDoesNotCountAsARecord() {
        quotas.takes(SHARD, MIB - 999);
        assertThat(taken(5_000, 2_000)).isZero();
        assertThat(taken(2_000, 1)).isEqualTo(999);
    }

    @Test
    public void aRecordOfMoreThanASecondsWorthGoesIntoARestedShardAndClosesIt() {
        quotas.takes(SHARD, 1);
        assertThat(quotas.takes(SHARD, 3 * MIB)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(quotas.takes(SHARD, 3 * MIB)).isTrue();
        clock.advance(Duration.ofMillis(1_999));
        assertThat(quotas.takes(SHARD, 1)).isFalse();
        clock.advance(Duration.ofMillis(2));
        assertThat(quotas.takes(SHARD, 1)).isTrue();
    }

    @Test
    public void aPageOfTenMebibytesIsFollowedByFiveSecondsWithoutOne() {
        assertThat(quotas.givesPage(SHARD)).isTrue();
        quotas.gave(SHARD, 10 * MIB);
        clock.advance(Duration.ofMillis(4_999));
        assertThat(quotas.givesPage(SHARD)).isFalse();
        clock.advance(Duration.ofMillis(2));
        assertThat(quotas.givesPage(SHARD)).isTrue();
    }

    @Test
    public void smallPagesShareTwoMebibytesASecond() {
        for (int i = 0; i < 4; i++) {
            assertThat(quotas.givesPage(SHARD)).isTrue();
            quotas.gave(SHARD, MIB / 2);
        }
        assertThat(quotas.givesPage(SHARD)).isFalse();
        clock.advance(Duration.ofMillis(250));
        assertThat(quotas.givesPage(SHARD)).isTrue();
    }

    @Test
    public void aShardIsReadFiveTimesASecond() {
        for (int i = 0; i < 5; i++) {
            assertThat(quotas.givesPage(SHARD)).isTrue();
        }
        assertThat(quotas.givesPage(SHARD)).isFalse();
        clock.advance(Duration.ofMillis(200));
        assertThat(quotas.givesPage(SHARD)).isTrue();
        assertThat(quotas.givesPage(SHARD)).isFalse();
    }

    @Test
    public void aReaderWhoUsesNearlyAllBytesIsNeverRefused() {
        Random random = new Random(7);
        long read = 0;
        long millis = 0;
        while (millis < 600_000) {
            assertThat(quotas.givesPage(SHARD)).as("after %s ms", millis).isTrue();
            long page = MIB / 2 + random.nextInt((int) (19 * MIB / 2));
            quotas.gave(SHARD, page);
            read += page;
            long pause = (long) Math.ceil(1_000.0 * page / (0.95 * 2 * MIB));
            clock.advance(Duration.ofMillis(pause));
            millis += pause;
        }
        assertThat(1_000.0 * read / millis).isGreaterThan(0.94 * 2 * MIB);
    }

    @Test
    public void whatIsPushedToAConsumerHasAnAllowanceOfItsOwn() {
        Allowance push = quotas.push();
        push.charge(3 * MIB);
        assertThat(push.millisUntilOpen()).isBetween(1_500L, 1_502L);
        assertThat(quotas.push().millisUntilOpen()).isZero();
        clock.advance(Duration.ofMillis(push.millisUntilOpen()));
        assertThat(push.millisUntilOpen()).isZero();
    }

    @Test
    public void aShardThatRestsIsForgottenAndOneInDebtIsNot() {
        quotas.takes(SHARD, 100);
        quotas.gave(OTHER, 10 * MIB);
        clock.advance(Duration.ofSeconds(2));
        quotas.forgetIdle();
        assertThat(quotas.held()).isEqualTo(1);
        assertThat(quotas.givesPage(OTHER)).isFalse();
    }

    @Test
    public void callsAreCountedByAccountRegionAndOperation() {
        CallQuotas calls = new CallQuotas(clock);
        for (int i = 0; i < 10; i++) {
            assertThat(calls.allows("1", "r", "DescribeStream", "s" + i)).isTrue();
        }
        assertThat(calls.allows("1", "r", "DescribeStream", "s")).isFalse();
        assertThat(calls.allows("2", "r", "DescribeStream", "s")).isTrue();
        assertThat(calls.allows("1", "q", "DescribeStream", "s")).isTrue();
        assertThat(calls.allows("1", "r", "SplitShard", "s")).isTrue();
        clock.advance(Duration.ofSeconds(2));
        calls.forgetIdle();
        assertThat(calls.held()).isZero();
    }

    @Test
    public void listShardsIsCountedForEachStream() {
        CallQuotas calls = new CallQuotas(clock);
        for (int i = 0; i < 1_000; i++) {
            assertThat(calls.allows("1", "r", "ListShards", "s")).isTrue();
        }
        assertThat(calls.allows("1", "r", "ListShards", "s")).isFalse();
        assertThat(calls.allows("1", "r", "ListShards", "t")).isTrue();
    }

    private int taken(int records, long bytes) {
        int taken = 0;
        for (int i = 0; i < records; i++) {
            taken += quotas.takes(SHARD, bytes) ? 1 : 0;
        }
        return taken;
    }
}
