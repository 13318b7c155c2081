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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What a reader by SubscribeToShard does when subscriptions end, are cut or misbehave. */
public final class SubscribedReadFaultsTest {
    private final ReadCounts counts = new ReadCounts();
    private final FakeSubscriber subscriber = new FakeSubscriber();

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

        assertThatThrownBy(() -> read(pinned(10, 12)))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("after sequence number 10 up to 12");
    }

    @Test
    public void aTipBeforeTheSplitsEndIsALossAndNotAnEndlessWait() {
        subscriber.subscription().sends(10, 10).sends(10).sends(10).sends(10).sends(10);

        assertThatThrownBy(() -> read(pinned(10, 12))).isInstanceOf(RecordsLostException.class);
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

    private List<String> read(KinesisSplit split) throws RecordsLostException {
        List<String> keys = new ArrayList<>();
        Reading reading = new Reading(10_000, new Reading.ReadLimits(0, 0), DataLoss.FAIL, true);
        try (SplitReader reader = new SplitReader(subscriber, split, reading, counts)) {
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
        return new KinesisSplit(
                "logs",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/logs",
                FakeStream.SHARD,
                new StartingPosition.AtSequence(SequenceNumber.of(Long.toString(first)), true),
                new KinesisSplit.End(SequenceNumber.of(Long.toString(last)), true),
                KinesisSplit.Times.ANY);
    }
}
