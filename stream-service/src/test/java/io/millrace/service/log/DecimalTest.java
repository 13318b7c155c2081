package io.millrace.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.Test;

public final class DecimalTest {
    @Test
    public void writesNumbersOfEveryLengthAsBigIntegerDoes() {
        Random random = new Random(11);
        for (int bits = 0; bits <= 192; bits++) {
            for (int i = 0; i < 20; i++) {
                check(new BigInteger(bits, random));
            }
            check(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        }
        for (int power = 0; power <= 57; power++) {
            check(BigInteger.TEN.pow(power));
            check(BigInteger.TEN.pow(power).subtract(BigInteger.ONE));
        }
    }

    private static void check(BigInteger value) {
        long high = value.shiftRight(128).longValue();
        long middle = value.shiftRight(64).longValue();

        assertThat(Decimal.of(high, middle, value.longValue())).isEqualTo(value.toString());
    }
}
