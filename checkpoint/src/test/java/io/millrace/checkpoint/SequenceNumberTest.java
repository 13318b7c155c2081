package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public final class SequenceNumberTest {
    @Test
    public void comparesAsIntegersDo() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            BigInteger a = new BigInteger(random.nextInt(420), random);
            BigInteger b = random.nextInt(4) == 0
                    ? a.add(BigInteger.valueOf(random.nextInt(3)))
                    : new BigInteger(random.nextInt(420), random);
            SequenceNumber first = SequenceNumber.of(a.toString());
            SequenceNumber second = new SequenceNumber(b);

            assertThat(Integer.signum(first.compareTo(second))).isEqualTo(a.compareTo(b));
            assertThat(first.isAfter(second)).isEqualTo(a.compareTo(b) > 0);
            assertThat(first.equals(second)).isEqualTo(a.equals(b));
            assertThat(second.value()).isEqualTo(b);
        }
    }

    @Test
    public void zerosInFrontMeanNothing() {
        assertThat(SequenceNumber.of("007")).isEqualTo(SequenceNumber.of("7")).hasToString("7");
        assertThat(SequenceNumber.of("007")).hasSameHashCodeAs(SequenceNumber.of("7"));
        assertThat(SequenceNumber.of("000")).isEqualTo(new SequenceNumber(BigInteger.ZERO));
        assertThat(SequenceNumber.of("0009")).isLessThan(SequenceNumber.of("10"));
    }

    @Test
    public void takesPlainDecimalNumbersOnly() {
        assertThat(SequenceNumber.of("9".repeat(129)).value())
                .isEqualTo(BigInteger.TEN.pow(129).subtract(BigInteger.ONE));
        for (String wrong :
                List.of("", "-1", "+1", "1x", " 1", "1.0", "1/", ":1", "\u0661", "1\uffff", "9".repeat(130))) {
            assertThatThrownBy(() -> SequenceNumber.of(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + wrong + "' is not a sequence number (1 to 129 decimal digits)");
        }
        assertThatThrownBy(() -> new SequenceNumber(BigInteger.ONE.negate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sequence number -1 is negative");
    }
}
