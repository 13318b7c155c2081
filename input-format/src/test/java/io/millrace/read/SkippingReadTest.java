package io.millrace.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.config.Reading;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import io.millrace.split.StartingPosition.AtSequence;
import io.millrace.split.StartingPosition.Beyond;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.Test;

/** Splits of which only what follows a sequence number or a time is wanted. */
public final class SkippingReadTest {
    private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

    /** Records 10,000 to 15,999, ten a second. */
    private static FakeStream stream() {
        FakeStream stream = new FakeStream();
        for (int number = 10_000; number < 16_000; number++) {
            stream.at(arrival(number)).put(number, Integer.toString(number));
        }
        return stream;
    }

    private static Instant arrival(int number) {
        return START.plusMillis((number - 10_000) * 100L);
    }

    private static SequenceNumber number(long value) {
        return SequenceNumber.of(Long.toString(value));
    }

    private static KinesisSplit beyond(long wanted) {
        return split(new Beyond(new AtSequence(number(10_000), true), number(wanted)), KinesisSplit.Times.ANY);
    }

    private static KinesisSplit since(Instant time) {
        return split(new AtSequence(number(10_000), true), new KinesisSplit.Times(Optional.of(time), Optional.empty()));
    }

    private static KinesisSplit split(StartingPosition start, KinesisSplit.Times times) {
        return new KinesisSplit(
                FakeStream.IDENTITY,
                FakeStream.SHARD,
                Optional.empty(),
                start,
                new KinesisSplit.End(number(15_999), true),
                times);
    }

    private static List<Long> read(FakeStream stream, KinesisSplit split) throws RecordsLostException {
        List<Long> numbers = new ArrayList<>();
        try (SplitReader reader = SplitReaders.polled(
                stream,
                split,
                new Reading(10_000, new Reading.ReadLimits(0, 0), DataLoss.FAIL, true),
                new ReadCounts(),
                () -> START)) {
            for (Optional<KinesisRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                numbers.add(next.get().sequenceNumber().value().longValueExact());
            }
        }
        return numbers;
    }

    private static List<Long> from(long first) {
        return LongStream.range(first, 16_000).boxed().toList();
    }

    @Test
    public void whatLiesBetweenTheFirstPageAndANumberIsNotRead() throws Exception {
        FakeStream stream = stream();

        assertThat(read(stream, beyond(15_000)))
                .hasSize(2000)
                .endsWith(from(15_000).toArray(new Long[0]));
        assertThat(stream.iterators())
                .containsExactly(new IteratorStart.At(number(10_000)), new IteratorStart.At(number(15_000)));
    }

    @Test
    public void aNumberOnTheFirstPageNeedsNoSkip() throws Exception {
        FakeStream stream = stream();

        assertThat(read(stream, beyond(10_500))).isEqualTo(from(10_000));
        assertThat(stream.iterators()).containsExactly(new IteratorStart.At(number(10_000)));
    }

    @Test
    public void aNumberThatTheServiceRefusesIsReachedByReading() throws Exception {
        FakeStream stream = stream().succeeding(1).failing(new StreamException.Refused("not of this shard", null));

        assertThat(read(stream, beyond(15_000))).isEqualTo(from(10_000));
    }

    @Test
    public void whatHasExpiredBeforeTheWantedNumberIsALossAllTheSame() {
        assertThatThrownBy(() -> read(stream().trimBefore(10_001), beyond(15_000)))
                .isInstanceOf(RecordsLostException.class)
                .hasMessageContaining("from sequence number 10000 on");
    }

    @Test
    public void whatCameLongBeforeATimeIsNotRead() throws Exception {
        FakeStream stream = stream().closeShard();
        int wanted = 15_900;

        // The records of the first page are read, but handed out only when they are wanted.
        assertThat(read(stream, since(arrival(wanted)))).isEqualTo(from(wanted));
        assertThat(stream.iterators())
                .as("nine minutes and fifty seconds at ten a second is less than the slack")
                .hasSize(1);

        FakeStream longer = stream();
        longer.at(START.plus(Duration.ofHours(1))).put(16_000, "16000");
        KinesisSplit split = since(START.plus(Duration.ofMinutes(15)));
        assertThat(read(
                        longer,
                        new KinesisSplit(
                                split.stream(),
                                split.shard(),
                                split.keys(),
                                split.start(),
                                new KinesisSplit.End(number(16_000), true),
                                split.times())))
                .containsExactly(16_000L);
        assertThat(longer.iterators())
                .containsExactly(
                        new IteratorStart.At(number(10_000)),
                        new IteratorStart.At(number(16_000)),
                        new IteratorStart.AtTime(START.plus(Duration.ofMinutes(5))));
    }

    @Test
    public void ofASplitThatCameTooEarlyOnlyTheEndsAreRead() throws Exception {
        FakeStream stream = stream();

        assertThat(read(stream, since(START.plus(Duration.ofDays(1))))).isEmpty();
        assertThat(stream.calls()).isEqualTo(4);
    }

    @Test
    public void aRecordThatCameLateButWithinTheSlackIsFound() throws Exception {
        FakeStream stream = stream();
        stream.at(START.plus(Duration.ofMinutes(30))).put(16_000, "early for its place");
        stream.at(START.plus(Duration.ofMinutes(21))).put(16_001, "late for its place");
        KinesisSplit.Times times = new KinesisSplit.Times(
                Optional.of(START.plus(Duration.ofMinutes(20))), Optional.of(START.plus(Duration.ofMinutes(22))));
        KinesisSplit split = new KinesisSplit(
                FakeStream.IDENTITY,
                FakeStream.SHARD,
                Optional.empty(),
                new AtSequence(number(10_000), true),
                new KinesisSplit.End(number(16_001), true),
                times);

        assertThat(read(stream, split)).containsExactly(16_001L);
    }
}
