package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.Test;

public final class HashKeyTest {
    @Test
    public void theHashOfAPartitionKeyIsItsMd5AsAnUnsignedNumber() {
        // md5("a") = 0cc175b9c0f1b6a831c399e269772661, md5("b") = 92eb5ffee6ae2fec3ad71c777531578f
        assertThat(HashKey.of("a").value()).isEqualTo(new BigInteger("0cc175b9c0f1b6a831c399e269772661", 16));
        assertThat(HashKey.of("b").value()).isEqualTo(new BigInteger("92eb5ffee6ae2fec3ad71c777531578f", 16));
    }

    @Test
    public void comparesAsUnsignedNumbers() {
        HashKey half = HashKey.of(BigInteger.ONE.shiftLeft(127));
        HashKey most = HashKey.of(HashKeyRange.MAX);
        HashKey lowHalf = HashKey.of(BigInteger.ONE.shiftLeft(63));

        assertThat(half).isGreaterThan(HashKey.of(BigInteger.ONE)).isLessThan(most);
        assertThat(lowHalf).isGreaterThan(HashKey.of(BigInteger.ONE)).isLessThan(half);
        assertThat(most.value()).isEqualTo(HashKeyRange.MAX);
    }
}
