package io.millrace.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.client.ReadCounter;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.config.Reading;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What the reader does when the service misbehaves. */
public final class SplitReaderFaultsTest {
    private final Map<ReadCounter, Long> counts = new EnumMap<>(ReadCounter.class);
    /** The reader's time; what the fake holds arrived at the epoch unless a test says otherwise. */
    private Instant now = Instant.EPOCH;

    @Test
    public void aRunOfEmptyPagesMeansNothing() throws Exception {
        FakeStream stream = new FakeStream()
                .put(10, "a")
                .put(11, "b")
                .put(12, "c")
                .mostPerPage(1)
                .emptyPages(7);

        assertThat(read(stream, pinned(10, 12), DataLoss.FAIL)).containsExactly("a", "b", "c");
        assertThat(counts).containsEntry(ReadCounter.EMPTY_PAGES, 21L).containsEntry(ReadCounter.RECORDS, 3L);
    }

    @Test
    public void aRangeEndsWithItsLastRecordAndNotOneCallLater() throws Exception {
        FakeStream stream =
                new FakeStream().put(9, "z").put(10, "a").put(11, "b").put(12, "later");

        assertThat(read(stream, pinned(10, 11), DataLoss.FAIL)).containsExactly("a", "b");
        assertThat(stream.calls()).as("an iterator and a page").isEqualTo(2);
    }

    @Test
    public void anExpiredIteratorIsRenewedAfterTheLastRecordRead() throws Exception {
        FakeStream stream = new FakeStream()
                .put(10, "a")
                .put(11, "b")
                .mostPerPage(1)
                .succeeding(1)
                .failing(new StreamException.IteratorExpired("expired", null));

        assertThat(read(stream, pinned(10, 11), DataLoss.FAIL)).containsExactly("a", "b");
        assertThat(stream.iterators())
                .containsExactly(
                        new IteratorStart.At(SequenceNumber.of("10")),
                        new IteratorStart.After(SequenceNumber.of("10")));
        assertThat(counts).containsEntry(ReadCounter.EXPIRED_ITERATORS, 1L);
    }

    @Test
    public void throttlingAndFailuresAreRetriedAndCounted() throws Exception {
        FakeStream stream = new FakeStream()
                .put(10, "a")
                .failing(
                        new StreamException.Throttled("slow down", null),
                        new StreamException.Unavailable("500", null),
                        new StreamException.Throttled("slow down", null));

        assertThat(read(stream, pinned(10, 10), DataLoss.FAIL)).containsExactly("a");
        assertThat(counts).containsEntry(ReadCounter.THROTTLED, 2L).containsEntry(ReadCounter.UNAVAILABLE, 1L);
    }

    @Test
    public void whatCannotSucceedFailsAtOnce() {
        FakeStream stream = new FakeStream().put(10, "a").failing(new StreamException.Refused("no permission", null));

        assertThatThrownBy(() -> read(stream, pinned(10, 10), DataLoss.FAIL))
                .isInstanceOf(StreamException.Refused.class)
                .hasMessage("no permission");
        assertThat(stream.calls()).isEqualTo(2);
    }

    @Test
    public void sequenceNumbersAreNotComparedAsText() throws Exception {
        FakeStream stream = new FakeStream()
                .put(9, "nine")
                .put(10, "ten")
                .put(100, "hundred")
                .put(101, "later");

        assertThat(read(stream, pinned(9, 100), DataLoss.FAIL)).containsExactly("nine", "ten", "hundred");
    }

    @Test
    public void anExpiredBeginningFailsTheRead() {
        FakeStream stream =
                new FakeStream().put(10, "a").put(11, "b").put(12, "c").trimBefore(11);

        assertThatThrownBy(() -> read(stream, pinned(10, 12), DataLoss.FAIL))
                .isInstanceOf(RecordsLostException.class)
                .hasMessage(
                        "records of shard shardId-000000000000 of stream logs have expired before they were read: from"
                                + " sequence number 10 on, up to but without 11. To go on with the records that are left,"
                                + " set kinesis.data.loss to warn or skip.");
        assertThat(counts).containsEntry(ReadCounter.LOSSES, 1L);
    }

    @Test
    public void anExpiredBeginningIsSkippedWhenTheUserSaysSo() throws Exception {
        FakeStream stream =
                new FakeStream().put(10, "a").put(11, "b").put(12, "c").trimBefore(11);

        assertThat(read(stream, pinned(10, 12), DataLoss.SKIP)).containsExactly("b", "c");
        assertThat(counts).containsEntry(ReadCounter.LOSSES, 1L);
    }

    @Test
    public void aRangeOfWhichNothingIsLeftEndsInsteadOfWaitingForEver() throws Exception {
        FakeStream stream = new FakeStream().put(10, "a").trimBefore(11);

        assertThatThrownBy(() -> read(stream, pinned(10, 12), DataLoss.FAIL))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("from sequence number 10 on, up to 12");
        assertThat(read(stream, pinned(10, 12), DataLoss.WARN)).isEmpty();
    }

    @Test
    public void aRangeWhoseEndIsGoneAlthoughTheShardEndedIsALoss() {
        FakeStream stream = new FakeStream().put(10, "a").closeShard();

        assertThatThrownBy(() -> read(stream, pinned(10, 12), DataLoss.FAIL))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("after sequence number 10 up to 12");
    }

    @Test
    public void theEndingSequenceNumberOfAClosedShardNeedsNoRecord() throws Exception {
        FakeStream stream = new FakeStream().put(10, "a").closeShard();
        KinesisSplit split = split(
                new StartingPosition.AtSequence(SequenceNumber.of("10"), true),
                new KinesisSplit.End(SequenceNumber.of("99"), false));

        assertThat(read(stream, split, DataLoss.FAIL)).containsExactly("a");
        assertThat(counts).doesNotContainKey(ReadCounter.LOSSES);
    }

    @Test
    public void aStreamThatWasMadeAnewIsNamedInsteadOfALossWhateverIsAllowed() {
        FakeStream another = new FakeStream().put(99, "of another life").createdAt(Instant.EPOCH.plusSeconds(60));

        for (DataLoss reaction : DataLoss.values()) {
            assertThatThrownBy(() -> read(another, pinned(10, 12), reaction))
                    .isInstanceOf(StreamException.Refused.class)
                    .hasMessageContaining("created at 1970-01-01T00:00:00Z")
                    .hasMessageContaining("created at 1970-01-01T00:01:00Z");
        }
        assertThat(counts).doesNotContainKey(ReadCounter.LOSSES);
    }

    @Test
    public void aRefusalByAStreamThatWasMadeAnewSaysSo() {
        FakeStream another = new FakeStream()
                .failing(new StreamException.Refused("no such shard", null))
                .createdAt(Instant.EPOCH.plusSeconds(60));

        assertThatThrownBy(() -> read(another, pinned(10, 12), DataLoss.FAIL))
                .hasMessageContaining("created at 1970-01-01T00:01:00Z");
    }

    @Test
    public void aClosedShardThatIsForgottenWhileItIsReadIsALossUpToTheSplitsEnd() throws Exception {
        KinesisSplit split = split(
                new StartingPosition.AtSequence(SequenceNumber.of("10"), true),
                new KinesisSplit.End(SequenceNumber.of("99"), false));

        assertThatThrownBy(() -> read(tenRecords().closeShard().forgetShardAfter(1), split, DataLoss.FAIL))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("after sequence number 12 up to 99");
        assertThat(read(tenRecords().closeShard().forgetShardAfter(1), split, DataLoss.SKIP))
                .containsExactly("10", "11", "12");
        assertThat(counts).containsEntry(ReadCounter.LOSSES, 2L);
    }

    @Test
    public void aShardThatIsNotFoundAlthoughTheStreamListsItIsNoLoss() {
        FakeStream stream = new FakeStream().put(10, "a").failing(new StreamException.NotFound("no such shard", null));

        assertThatThrownBy(() -> read(stream, pinned(10, 10), DataLoss.SKIP))
                .isInstanceOf(StreamException.NotFound.class)
                .hasMessage("no such shard");
        assertThat(counts).doesNotContainKey(ReadCounter.LOSSES);
    }

    @Test
    public void recordsThatExpireBetweenTwoPagesAreALossAlthoughTheRangesEndIsThere() throws Exception {
        now = Instant.EPOCH.plus(Duration.ofDays(1));

        assertThatThrownBy(
                        () -> read(tenRecords().trimmingBeforeThePageAfterTheFirst(16), pinned(10, 19), DataLoss.FAIL))
                .isInstanceOf(RecordsLostException.class)
                .hasMessage("records of shard shardId-000000000000 of stream logs may have expired while the shard was"
                        + " read: after sequence number 12, up to but without 16. To go on with the records that"
                        + " are left, set kinesis.data.loss to warn or skip.");
        assertThat(counts).containsEntry(ReadCounter.LOSSES, 1L);

        assertThat(read(tenRecords().trimmingBeforeThePageAfterTheFirst(16), pinned(10, 19), DataLoss.SKIP))
                .containsExactly("10", "11", "12", "16", "17", "18", "19");
        assertThat(counts).containsEntry(ReadCounter.LOSSES, 2L);
    }

    @Test
    public void recordsAtTheHorizonThatAreStillThereAreNoLoss() throws Exception {
        FakeStream stream = tenRecords();
        now = Instant.EPOCH.plus(Duration.ofDays(1));

        assertThat(read(stream, pinned(10, 19), DataLoss.FAIL)).hasSize(10);
        assertThat(counts).doesNotContainKey(ReadCounter.LOSSES);
    }

    @Test
    public void recordsThatFillAPageEachAndExpireWhileTheyAreReadAreALoss() throws Exception {
        now = Instant.EPOCH.plus(Duration.ofDays(1));

        // Calls for each record: its page, and then itself again, alone.
        for (int page : new int[] {2, 3, 4, 5, 6, 7, 8, 9}) {
            counts.clear();
            List<String> left =
                    read(tenRecords().mostPerPage(1).trimmingBeforePage(page, 18), pinned(10, 19), DataLoss.SKIP);
            assertThat(left).as("trimmed at call %d", page).hasSizeLessThan(7).endsWith("18", "19");
            // When the record before goes right after the next one was read, that may have been a loss as well.
            assertThat(counts.get(ReadCounter.LOSSES))
                    .as("trimmed at call %d", page)
                    .isBetween(1L, 2L);
        }
        counts.clear();
        assertThat(read(tenRecords().mostPerPage(1), pinned(10, 19), DataLoss.FAIL))
                .hasSize(10);
        assertThat(counts).doesNotContainKey(ReadCounter.LOSSES);
    }

    @Test
    public void aClosedShardWhoseRestExpiresWhileItIsReadIsALoss() {
        now = Instant.EPOCH.plus(Duration.ofDays(1));
        KinesisSplit split = split(
                new StartingPosition.AtSequence(SequenceNumber.of("10"), true),
                new KinesisSplit.End(SequenceNumber.of("99"), false));

        assertThatThrownBy(() ->
                        read(tenRecords().closeShard().trimmingBeforeThePageAfterTheFirst(20), split, DataLoss.FAIL))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("after sequence number 12 up to 99");
    }

    @Test
    public void everyStretchThatIsMissingIsCounted() throws Exception {
        now = Instant.EPOCH.plus(Duration.ofDays(1));

        assertThat(read(
                        tenRecords().trimBefore(11).trimmingBeforeThePageAfterTheFirst(20),
                        pinned(10, 19),
                        DataLoss.SKIP))
                .containsExactly("11", "12", "13");
        assertThat(counts).as("before 11, after 13").containsEntry(ReadCounter.LOSSES, 2L);
    }

    @Test
    public void emptyPagesAtTheTipDoNotEndARangeWhoseEndIsThere() throws Exception {
        FakeStream stream =
                new FakeStream().put(10, "a").put(11, "b").mostPerPage(1).hiccups(5);

        assertThat(read(stream, pinned(10, 11), DataLoss.FAIL)).containsExactly("a", "b");
    }

    @Test
    public void emptyPagesAtTheTipDoNotEndAClosedShard() throws Exception {
        FakeStream stream = new FakeStream()
                .put(10, "a")
                .put(11, "b")
                .mostPerPage(1)
                .hiccups(5)
                .closeShard();
        KinesisSplit split = split(
                new StartingPosition.AtSequence(SequenceNumber.of("10"), true),
                new KinesisSplit.End(SequenceNumber.of("99"), false));

        assertThat(read(stream, split, DataLoss.FAIL)).containsExactly("a", "b");
    }

    @Test
    public void anAnswerThatIsRepeatedDoublesNothing() throws Exception {
        FakeStream stream = new FakeStream()
                .put(10, "a")
                .put(11, "b")
                .put(12, "c")
                .mostPerPage(1)
                .repeating();

        assertThat(read(stream, pinned(10, 12), DataLoss.FAIL)).containsExactly("a", "b", "c");
    }

    private static FakeStream tenRecords() {
        FakeStream stream = new FakeStream().mostPerPage(3);
        for (int number = 10; number < 20; number++) {
            stream.put(number, Integer.toString(number));
        }
        return stream;
    }

    private List<String> read(FakeStream stream, KinesisSplit split, DataLoss reaction) throws RecordsLostException {
        List<String> texts = new ArrayList<>();
        try (SplitReader reader = reader(stream, split, reaction)) {
            for (Optional<String> next = text(reader.next()); next.isPresent(); next = text(reader.next())) {
                texts.add(next.get());
            }
        }
        return texts;
    }

    private SplitReader reader(FakeStream stream, KinesisSplit split, DataLoss reaction) {
        return SplitReaders.polled(
                stream,
                split,
                new Reading(10_000, new Reading.ReadLimits(0, 0), reaction, true),
                (counter, amount) -> counts.merge(counter, amount, Long::sum),
                () -> now);
    }

    private static Optional<String> text(Optional<KinesisRecord> record) {
        return record.map(KinesisRecord::partitionKey);
    }

    private static KinesisSplit pinned(long first, long last) {
        return split(
                new StartingPosition.AtSequence(SequenceNumber.of(Long.toString(first)), true),
                new KinesisSplit.End(SequenceNumber.of(Long.toString(last)), true));
    }

    private static KinesisSplit split(StartingPosition start, KinesisSplit.End end) {
        return new KinesisSplit(
                FakeStream.IDENTITY, FakeStream.SHARD, Optional.empty(), start, end, KinesisSplit.Times.ANY);
    }
}
