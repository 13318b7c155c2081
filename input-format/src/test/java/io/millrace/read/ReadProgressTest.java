package io.millrace.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public final class ReadProgressTest {
    /** As large as sequence numbers are: as a double it is the same as its neighbours. */
    private static final BigInteger FIRST = new BigInteger("49590338271490256608559692538361571095921575989136588898");

    private static final StartingPosition AT_FIRST = new StartingPosition.AtSequence(number(0), true);

    private long nanos = Long.MAX_VALUE - 5;

    @Test
    public void itGrowsWithTheSequenceNumbersFromNothingToAll() {
        ReadProgress progress = progress(AT_FIRST, 1000);

        assertThat(later(progress)).isZero();
        progress.reach(number(0));
        assertThat(later(progress)).isZero();
        progress.reach(number(250));
        assertThat(later(progress)).isEqualTo(0.25f);
        progress.reach(number(1000));
        assertThat(later(progress)).isEqualTo(1);
    }

    @Test
    public void theEndIsAllWhereverTheLastRecordWas() {
        ReadProgress progress = progress(AT_FIRST, 1000);
        progress.reach(number(100));
        progress.end();

        assertThat(progress.value()).isEqualTo(1);
    }

    @Test
    public void withoutANumberToStartWithTheFirstRecordIsTheStart() {
        ReadProgress progress = progress(new StartingPosition.TrimHorizon(), 300);

        assertThat(later(progress)).isZero();
        progress.reach(number(100));
        assertThat(later(progress)).isZero();
        progress.reach(number(200));
        assertThat(later(progress)).isEqualTo(0.5f);
    }

    @Test
    public void itStaysWithinItsBoundsWhateverComes() {
        ReadProgress one = progress(AT_FIRST, 0);
        one.reach(number(0));
        ReadProgress beyond = progress(AT_FIRST, 10);
        beyond.reach(number(11));

        assertThat(later(one)).isEqualTo(1);
        assertThat(later(beyond)).isEqualTo(1);
    }

    @Test
    public void anAnswerIsGivenAgainForAWhile() {
        ReadProgress progress = progress(AT_FIRST, 1000);
        progress.reach(number(500));
        assertThat(progress.value()).isEqualTo(0.5f);
        progress.reach(number(600));

        assertThat(progress.value()).isEqualTo(0.5f);
        assertThat(later(progress)).isEqualTo(0.6f);
    }

    private ReadProgress progress(StartingPosition start, long last) {
        return new ReadProgress(
                new KinesisSplit(
                        FakeStream.IDENTITY,
                        FakeStream.SHARD,
                        Optional.empty(),
                        start,
                        new KinesisSplit.End(number(last), true),
                        KinesisSplit.Times.ANY),
                () -> nanos);
    }

    private float later(ReadProgress progress) {
        nanos += TimeUnit.MILLISECONDS.toNanos(50);
        return progress.value();
    }

    private static SequenceNumber number(long offset) {
        return new SequenceNumber(FIRST.add(BigInteger.valueOf(offset)));
    }
}
