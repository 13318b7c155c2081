package io.millrace.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.client.FakeSubscriber;
import io.millrace.client.ReadCounter;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.config.Reading;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What a reader by SubscribeToShard does when subscriptions end, are cut or misbehave. */
public final class SubscribedReadFaultsTest {
    private final ReadCounts counts = new ReadCounts();
    private final FakeSubscriber subscriber = new FakeSubscriber();
    /** The same shard by GetRecords. */
    private final FakeStream shard = new FakeStream();
    /** The reader's time; all records arrived at the epoch. */
    private Instant now = Instant.EPOCH;

    @Test
    public void theSubscriptionEndsWithTheLastRecordOfTheSplit() throws Exception {
        subscriber.subscription().sends(11, 10, 11).sends(13, 12, 13, 14).sends(20, 20);

        assertThat(read(pinned(10, 13))).containsExactly("record 10", "record 11", "record 12", "record 13");
        assertThat(subscriber.starts()).containsExactly(at(10));
        assertThat(subscriber.open()).isZero();
    }

    @Test
    public void aSubscriptionThatHasLastedItsTimeIsFollowedByTheNextOneAtItsContinuation() throws Exception {
        subscriber.subscription().sends(15, 10).sends(17);
        subscriber.subscription().sends(20, 20);

        assertThat(read(pinned(10, 20))).containsExactly("record 10", "record 20");
        assertThat(subscriber.starts()).containsExactly(at(10), after(17));
        assertThat(counts.of(ReadCounter.CALLS)).isEqualTo(2);
        assertThat(counts.of(ReadCounter.UNAVAILABLE)).isZero();
    }

    @Test
    public void aCutIsFollowedByAnotherSubscriptionAfterTheLastEvent() throws Exception {
        subscriber.subscription().sends(10, 10).fails(new StreamException.Unavailable("cut", null));
        subscriber.subscription().fails(new StreamException.Unavailable("cut again", null));
        subscriber.subscription().sends(11, 11);

        assertThat(read(pinned(10, 11))).containsExactly("record 10", "record 11");
        assertThat(subscriber.starts()).containsExactly(at(10), after(10), after(10));
        assertThat(counts.of(ReadCounter.UNAVAILABLE)).isEqualTo(2);
        assertThat(subscriber.open()).isZero();
    }

    @Test
    public void anOlderSubscriptionAndThrottlingAreWaitedFor() throws Exception {
        subscriber.subscription().fails(new StreamException.Throttled("another subscription", null));
        subscriber.subscription().sends(10, 10);

        assertThat(read(pinned(10, 10))).containsExactly("record 10");
        assertThat(counts.of(ReadCounter.THROTTLED)).isEqualTo(1);
    }

    @Test
    public void recordsThatComeAgainAreLeftOut() throws Exception {
        subscriber.subscription().sends(11, 10, 11);
        subscriber.subscription().sends(12, 11, 12);

        assertThat(read(pinned(10, 12))).containsExactly("record 10", "record 11", "record 12");
    }

    @Test
    public void anEndOfTheShardBeforeTheSplitsEndIsALoss() {
        subscriber.subscription().sends(10, 10).sendsLast();
        shard.put(10, "record 10").closeShard();

        assertThatThrownBy(() -> read(pinned(10, 12)))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("after sequence number 10 up to 12");
    }

    @Test
    public void aTipBeforeTheSplitsEndIsALossAndNotAnEndlessWait() {
        subscriber.subscription().sends(10, 10).sends(10).sends(10).sends(10).sends(10);
        shard.put(10, "record 10");

        assertThatThrownBy(() -> read(pinned(10, 12))).isInstanceOf(RecordsLostException.class);
    }

    @Test
    public void aTipBeforeTheSplitsEndIsNotBelievedWhenTheRestIsThere() throws Exception {
        subscriber.subscription().sends(10, 10).sends(10).sends(10).sends(10).sends(12, 11, 12);
        put(10, 13);

        assertThat(read(pinned(10, 12))).containsExactly("record 10", "record 11", "record 12");
        assertThat(subscriber.open()).isZero();
        assertThat(counts.of(ReadCounter.LOSSES)).isZero();
    }

    @Test
    public void aSubscriptionThatHasPassedTheSplitsEndWithoutBringingItIsNotBelieved() throws Exception {
        subscriber.subscription().sends(20, 10);
        put(10, 13);

        assertThat(read(pinned(10, 12))).containsExactly("record 10", "record 11", "record 12");
        assertThat(subscriber.starts()).as("no second subscription").hasSize(1);
    }

    @Test
    public void anEndOfTheShardIsNotBelievedWhenTheRestIsThere() throws Exception {
        subscriber.subscription().sends(10, 10).sendsLast();
        put(10, 12).closeShard();

        assertThat(read(pinned(10, 12))).containsExactly("record 10", "record 11", "record 12");
    }

    @Test
    public void aSubscriptionThatBringsNothingAtAllIsReplacedByPollingFromTheStart() throws Exception {
        subscriber.subscription().sends(9).sends(9).sends(9);
        put(9, 12);

        assertThat(read(pinned(10, 12))).containsExactly("record 10", "record 11", "record 12");
        assertThat(shard.iterators()).containsExactly(at(10));
    }

    @Test
    public void recordsThatExpireBetweenTwoEventsAreALossAlthoughTheRangesEndIsThere() throws Exception {
        now = Instant.EPOCH.plus(Duration.ofDays(1));
        subscriber.subscription().sends(12, 10, 11, 12).sends(18, 16, 17, 18);
        put(16, 19);

        assertThatThrownBy(() -> read(pinned(10, 18)))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("may have expired while the shard was read: after sequence number 12, up to but"
                        + " without 16");

        subscriber.subscription().sends(12, 10, 11, 12).sends(18, 16, 17, 18);
        assertThat(read(pinned(10, 18), DataLoss.SKIP))
                .containsExactly("record 10", "record 11", "record 12", "record 16", "record 17", "record 18");
        assertThat(counts.of(ReadCounter.LOSSES)).as("one each time").isEqualTo(2);
    }

    @Test
    public void anEventThatHasComeIsHandedOutAlthoughTheStreamHasForgottenTheShardMeanwhile() throws Exception {
        now = Instant.EPOCH.plus(Duration.ofDays(1));
        shard.forgetShardAfter(0);
        subscriber
                .subscription()
                .sends(12, 10, 11, 12)
                .sends(14, 13, 14)
                .fails(new StreamException.NotFound("no such shard", null));

        assertThat(read(pinned(10, 18), DataLoss.SKIP))
                .containsExactly("record 10", "record 11", "record 12", "record 13", "record 14");
        assertThat(counts.of(ReadCounter.LOSSES))
                .as("perhaps between the events, and after the second one")
                .isEqualTo(2);
    }

    @Test
    public void oldRecordsThatAreStillThereAreNoLoss() throws Exception {
        now = Instant.EPOCH.plus(Duration.ofDays(1));
        subscriber.subscription().sends(12, 10, 11, 12).sends(18, 16, 17, 18);
        put(12, 19);

        assertThat(read(pinned(10, 18))).hasSize(6);
        assertThat(shard.iterators()).containsExactly(at(12));
    }

    @Test
    public void youngRecordsNeedNoGetRecords() throws Exception {
        now = Instant.EPOCH.plus(Duration.ofHours(22));
        subscriber.subscription().sends(12, 10, 11, 12).sends(18, 16, 17, 18);

        assertThat(read(pinned(10, 18))).hasSize(6);
        assertThat(shard.calls()).isZero();
    }

    @Test
    public void aClosedShardWhoseRestExpiresWhileItIsReadIsALoss() {
        now = Instant.EPOCH.plus(Duration.ofDays(1));
        subscriber.subscription().sends(12, 10, 11, 12).sendsLast();
        shard.closeShard();
        KinesisSplit finished = split(10, new KinesisSplit.End(SequenceNumber.of("99"), false));

        assertThatThrownBy(() -> read(finished))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("after sequence number 12 up to 99");
    }

    @Test
    public void aClosedShardEndsWithoutARecordOfItsEndingSequenceNumber() throws Exception {
        subscriber.subscription().sends(12, 10, 11, 12).sendsLast();
        put(10, 12).closeShard();

        assertThat(read(split(10, new KinesisSplit.End(SequenceNumber.of("99"), false))))
                .hasSize(3);
        assertThat(counts.of(ReadCounter.LOSSES)).isZero();
    }

    @Test
    public void anExpiredBeginningFailsTheRead() {
        subscriber.subscription().sends(12, 11, 12);

        assertThatThrownBy(() -> read(pinned(10, 12)))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("from sequence number 10 on, up to but without 11");
    }

    @Test
    public void whatCannotSucceedFailsAtOnce() {
        subscriber.subscription().fails(new StreamException.Refused("no such consumer", null));

        assertThatThrownBy(() -> read(pinned(10, 12))).hasMessage("no such consumer");
        assertThat(subscriber.starts()).hasSize(1);
    }

    private FakeStream put(long from, long to) {
        for (long number = from; number <= to; number++) {
            shard.put(number, "record " + number);
        }
        return shard;
    }

    private List<String> read(KinesisSplit split) throws RecordsLostException {
        return read(split, DataLoss.FAIL);
    }

    private List<String> read(KinesisSplit split, DataLoss dataLoss) throws RecordsLostException {
        List<String> keys = new ArrayList<>();
        Reading reading = new Reading(10_000, new Reading.ReadLimits(0, 0), dataLoss, true);
        SplitPages access = new SplitPages(split, reading, counts, () -> now);
        try (SplitReader reader = SplitReaders.subscribed(access, subscriber, shard)) {
            for (Optional<KinesisRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                keys.add(next.get().partitionKey());
            }
        }
        return keys;
    }

    private static IteratorStart at(long number) {
        return new IteratorStart.At(SequenceNumber.of(Long.toString(number)));
    }

    private static IteratorStart after(long number) {
        return new IteratorStart.After(SequenceNumber.of(Long.toString(number)));
    }

    private static KinesisSplit pinned(long first, long last) {
        return split(first, new KinesisSplit.End(SequenceNumber.of(Long.toString(last)), true));
    }

    private static KinesisSplit split(long first, KinesisSplit.End end) {
        return new KinesisSplit(
                FakeStream.IDENTITY,
                FakeStream.SHARD,
                Optional.empty(),
                new StartingPosition.AtSequence(SequenceNumber.of(Long.toString(first)), true),
                end,
                KinesisSplit.Times.ANY);
    }
}
