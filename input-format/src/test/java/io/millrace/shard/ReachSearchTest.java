package io.millrace.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.Sleeper;
import io.millrace.checkpoint.StreamSurvey.Reach;
import io.millrace.client.FakeStream;
import io.millrace.client.ReadBudget;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamException;
import io.millrace.config.Reading.ReadLimits;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The search for the tip, with as many calls as it may take. */
public final class ReachSearchTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeStream stream = new FakeStream().at(START);
    private final TipHint hint = new TipHint();

    @Test
    public void anEmptyShardTakesTwoCalls() {
        assertThat(reach(new Position.TrimHorizon())).isEqualTo(new Reach(Optional.empty(), Optional.empty(), false));
        assertThat(stream.calls()).isEqualTo(2);
    }

    @Test
    public void anIdleShardTakesTwoCalls() {
        put(1, 5000, Duration.ofSeconds(1));
        stream.at(START.plus(Duration.ofDays(1)));

        assertThat(reach(new Position.After(number(5000))))
                .isEqualTo(new Reach(Optional.empty(), Optional.of(number(5000)), false));
        assertThat(stream.calls()).isEqualTo(2);
    }

    @Test
    public void aShardWithFewNewRecordsTakesTwoCalls() {
        put(1, 50, Duration.ofSeconds(1));

        assertThat(reach(new Position.After(number(40)))).isEqualTo(found(41, 50));
        assertThat(stream.calls()).isEqualTo(2);
    }

    @Test
    public void aBusyShardIsJumpedThrough() {
        put(1, 200_000, Duration.ofMillis(100));

        assertThat(reach(new Position.TrimHorizon())).isEqualTo(found(1, 200_000));
        assertThat(stream.calls()).isLessThanOrEqualTo(6);
    }

    @Test
    public void whatTheShardRetainsDoesNotMatter() {
        put(1, 300_000, Duration.ofMillis(100));
        assertThat(reach(new Position.After(number(290_000)))).isEqualTo(found(290_001, 300_000));
        int calls = stream.calls();
        stream.trimBefore(289_000);

        assertThat(reach(new Position.After(number(290_000)))).isEqualTo(found(290_001, 300_000));
        assertThat(stream.calls() - calls).isEqualTo(calls);
        assertThat(calls).isLessThanOrEqualTo(6);
    }

    @Test
    public void anIdleHourAfterABusyOneIsFoundByGoingBack() {
        put(1, 36_000, Duration.ofMillis(100));
        stream.at(stream.now().plus(Duration.ofHours(1)));

        assertThat(reach(new Position.TrimHorizon())).isEqualTo(found(1, 36_000));
        assertThat(stream.calls()).isLessThanOrEqualTo(14);
    }

    @Test
    public void aShardThatFellSilentTogetherWithAnotherOneIsFoundAtOnce() {
        put(1, 36_000, Duration.ofMillis(100));
        hint.found(stream.now().minusMillis(700));
        hint.found(stream.now().minusMillis(900));
        stream.at(stream.now().plus(Duration.ofHours(1)));

        assertThat(reach(new Position.TrimHorizon())).isEqualTo(found(1, 36_000));
        assertThat(stream.calls()).isLessThanOrEqualTo(5);
    }

    @Test
    public void aHintThatIsWrongLeadsToTheTipAllTheSame() {
        put(1, 36_000, Duration.ofMillis(100));
        Instant last = stream.now();
        stream.at(last.plus(Duration.ofHours(1)));
        for (Instant wrong : List.of(
                START.minusSeconds(5),
                START.plusSeconds(5),
                START.plusSeconds(600),
                last.plusSeconds(20),
                last.plusSeconds(3000),
                stream.now(),
                stream.now().plus(Duration.ofDays(1)))) {
            int before = stream.calls();
            hint.found(wrong);
            hint.found(wrong);

            assertThat(reach(new Position.TrimHorizon())).as("hint %s", wrong).isEqualTo(found(1, 36_000));
            assertThat(stream.calls() - before).as("hint %s", wrong).isLessThanOrEqualTo(26);
        }
    }

    @Test
    public void aBusyShardThatFellSilentIsFoundByGoingBack() {
        put(1, 200_000, Duration.ofMillis(100));
        stream.at(stream.now().plus(Duration.ofDays(3)));

        assertThat(reach(new Position.TrimHorizon())).isEqualTo(found(1, 200_000));
        assertThat(stream.calls()).isLessThanOrEqualTo(30);
    }

    @Test
    public void aBurstAfterALongSilenceIsNotMissed() {
        put(1, 2000, Duration.ofMillis(10));
        stream.at(START.plus(Duration.ofDays(2)));
        put(2001, 4000, Duration.ofMillis(10));
        put(4001, 4001, Duration.ZERO);

        assertThat(reach(new Position.TrimHorizon())).isEqualTo(found(1, 4001));
    }

    @Test
    public void arrivalTimesThatGoBackwardsDoNoHarm() {
        put(1, 3000, Duration.ofSeconds(1));
        stream.at(START.plus(Duration.ofMinutes(10)));
        put(3001, 5000, Duration.ofMillis(1));
        stream.at(START.plus(Duration.ofHours(2)));

        assertThat(reach(new Position.TrimHorizon())).isEqualTo(found(1, 5000));
    }

    @Test
    public void emptyPagesOnTheWayMeanNothing() {
        stream.emptyPages(4);
        stream.put(1, "a");
        stream.put(2, "b");
        stream.at(START.plusSeconds(60));

        assertThat(reach(new Position.After(number(1)))).isEqualTo(found(2, 2));
    }

    @Test
    public void anExpiredAnchorIsToldAndTheNextGreaterRecordIsTheFirst() {
        put(1, 10, Duration.ofSeconds(1));
        stream.trimBefore(7);

        Reach reach = reach(new Position.After(number(3)));

        assertThat(reach.anchorExpired()).isTrue();
        assertThat(reach.records()).contains(new SequenceRange(number(7), number(10)));
    }

    @Test
    public void latestKnowsWhereToGoOn() {
        put(1, 10, Duration.ofSeconds(1));

        assertThat(reach(new Position.Latest())).isEqualTo(new Reach(Optional.empty(), Optional.of(number(10)), false));
    }

    @Test
    public void aTimeAfterTheLastRecordKnowsWhereToGoOn() {
        put(1, 10, Duration.ofSeconds(1));

        assertThat(reach(new Position.AtTimestamp(START.plusSeconds(3600))))
                .isEqualTo(new Reach(Optional.empty(), Optional.of(number(10)), false));
    }

    @Test
    public void theEndOfAClosedShardIsNotSearchedFor() {
        put(1, 50_000, Duration.ofMillis(1));
        stream.closeShard();

        assertThat(search(Optional.of(number(60_000))).reach(new Position.TrimHorizon()))
                .isEqualTo(found(1, 60_000));
        assertThat(stream.calls()).isEqualTo(2);
    }

    @Test
    public void anAnswerThatNothingFollowsIsNotTheEndOfAClosedShard() {
        put(1, 10, Duration.ofSeconds(1));
        stream.closeShard();
        for (Position from :
                List.of(new Position.TrimHorizon(), new Position.AtTimestamp(START), new Position.After(number(0)))) {
            stream.hiccups(3);

            assertThat(search(Optional.of(number(20))).reach(from).records())
                    .as("%s", from)
                    .contains(new SequenceRange(number(1), number(20)));
        }
    }

    @Test
    public void aPageThatEndsWithTheAnchorIsNotTheEndOfAClosedShard() {
        put(1, 10, Duration.ofSeconds(1));
        stream.closeShard().mostPerPage(1).soundPages(1).hiccups(2);

        assertThat(search(Optional.of(number(20))).reach(new Position.After(number(4))))
                .isEqualTo(found(5, 20));
    }

    @Test
    public void aClosedShardThatNeverEndsIsAFailure() {
        stream.closeShard().hiccups(Integer.MAX_VALUE);

        assertThatThrownBy(() -> search(Optional.of(number(20))).reach(new Position.TrimHorizon()))
                .isInstanceOf(StreamException.Unavailable.class)
                .hasMessageContaining("shard shardId-000000000000, again and again");
    }

    @Test
    public void aClosedShardThatWasReadToItsEndIsNotAskedAtAll() {
        search(Optional.of(number(60_000))).reach(new Position.After(number(60_000)));

        assertThat(stream.calls()).isZero();
    }

    /** Puts records from the stream's time on, which then is the last one's. */
    private void put(int first, int last, Duration each) {
        for (int i = first; i <= last; i++) {
            stream.put(i, "");
            if (i < last) {
                stream.at(stream.now().plus(each));
            }
        }
    }

    private Reach reach(Position from) {
        return search(Optional.empty()).reach(from);
    }

    private ReachSearch search(Optional<SequenceNumber> end) {
        Shard shard = new Shard(
                FakeStream.SHARD, Optional.empty(), Optional.empty(), BigInteger.ZERO, BigInteger.ONE, number(0), end);
        ShardPages.Access access = new ShardPages.Access(
                stream,
                new Retries(Sleeper.REAL, ReadCounter.Meter.NONE),
                new ReadBudget(new ReadLimits(0, 0)),
                ReadCounter.Meter.NONE);
        return new ReachSearch(shard, start -> new ShardPages(access, FakeStream.SHARD, start), hint);
    }

    private static Reach found(long first, long last) {
        return new Reach(Optional.of(new SequenceRange(number(first), number(last))), Optional.of(number(last)), false);
    }

    private static SequenceNumber number(long value) {
        return SequenceNumber.of(Long.toString(value));
    }
}
