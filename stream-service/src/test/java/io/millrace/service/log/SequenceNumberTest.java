package io.millrace.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.Test;

public class SequenceNumberTest {
    private static final long SECOND = 1_767_225_600L;
    private static final long MILLIS = SECOND * 1000 + 123;

    @Test
    public void hasFiftySixDigitsAndBeginsAsTheRealOnesDo() {
        String text = SequenceNumber.of(SECOND, 1, MILLIS, 0).toString();

        assertThat(text).hasSize(56).startsWith("49");
    }

    @Test
    public void givesItsPartsBack() {
        SequenceNumber number = SequenceNumber.of(SECOND, 0x1234_5678_9abc_def0L, MILLIS, 77);

        assertThat(number.isWellFormed()).isTrue();
        assertThat(number.shardSecond()).isEqualTo(SECOND);
        assertThat(number.counter()).isEqualTo(0x1234_5678_9abc_def0L);
        assertThat(number.millis()).isEqualTo(MILLIS);
        assertThat(number.shardIndex()).isEqualTo(77);
        assertThat(SequenceNumber.parse(number.toString())).isEqualTo(number);
        assertThat(SequenceNumber.fromBytes(number.toBytes())).isEqualTo(number);
    }

    @Test
    public void growsWithTheCounterEvenWhenTheClockGoesBack() {
        assertThat(SequenceNumber.of(SECOND, 2, MILLIS - 60_000, 0))
                .isGreaterThan(SequenceNumber.of(SECOND, 1, MILLIS, 0));
    }

    @Test
    public void aShardOfALaterSecondIsGreaterThanTheEndOfAnEarlierOne() {
        SequenceNumber end = SequenceNumber.of(SECOND, SequenceNumber.LAST_COUNTER, MILLIS, Integer.MAX_VALUE);

        assertThat(SequenceNumber.of(SECOND + 1, 0, 0, 0)).isGreaterThan(end);
    }

    @Test
    public void bytesSortAsTheNumbersDoWhateverAClientSends() {
        SequenceNumber one = SequenceNumber.parse("1");
        SequenceNumber real = SequenceNumber.of(SECOND, 5, MILLIS, 3);
        SequenceNumber huge = SequenceNumber.parse(BigInteger.TEN.pow(128).toString());

        assertThat(Arrays.compareUnsigned(one.toBytes(), real.toBytes())).isNegative();
        assertThat(huge.toBytes()).hasSize(SequenceNumber.BYTES);
        assertThat(new BigInteger(1, huge.toBytes())).isGreaterThan(new BigInteger(real.toString()));
    }

    @Test
    public void isNotWellFormedWithoutItsVersions() {
        assertThat(SequenceNumber.parse("0").isWellFormed()).isFalse();
        assertThat(SequenceNumber.of(SECOND, 1, MILLIS, 0).next().isWellFormed())
                .isFalse();
    }
}
