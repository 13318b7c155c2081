package io.millrace.service.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.stream.HashKey;
import io.millrace.service.stream.HashKeyRange;
import java.math.BigInteger;
import org.junit.Test;

public class HashKeySampleTest {
    private static final HashKeyRange RANGE = new HashKeyRange(BigInteger.ZERO, BigInteger.valueOf(100_000));

    private final HashKeySample sample = new HashKeySample();

    @Test
    public void theMedianPartsFewKeysIntoHalves() {
        for (int key : new int[] {900, 10, 30, 20}) {
            sample.add(HashKey.of(BigInteger.valueOf(key)));
        }
        assertThat(sample.median(RANGE)).contains(BigInteger.valueOf(30));
    }

    @Test
    public void ofManyKeysThoseThatCameLateCountAsMuchAsTheEarlyOnes() {
        for (int i = 0; i < 20_000; i++) {
            sample.add(HashKey.of(BigInteger.valueOf(i)));
        }
        // The median of 512 drawn from 20,000 is off by more than 2,500 once in many millions.
        assertThat(sample.median(RANGE).orElseThrow().intValue()).isBetween(7_500, 12_500);
    }

    @Test
    public void theRecordsOfTheMedianStayTogether() {
        add(50, 30);
        add(60, 50);
        add(70, 20);
        assertThat(sample.median(RANGE)).contains(BigInteger.valueOf(60));
        sample.clear();
        add(50, 20);
        add(60, 50);
        add(70, 30);
        assertThat(sample.median(RANGE)).contains(BigInteger.valueOf(70));
    }

    @Test
    public void whereOneKeyHasNearlyAllRecordsNoPlaceIsWorthASplit() {
        add(50, 5);
        add(60, 90);
        add(70, 5);
        assertThat(sample.median(RANGE)).isEmpty();
        sample.clear();
        add(60, 90);
        assertThat(sample.median(RANGE)).isEmpty();
    }

    @Test
    public void aPlaceWhereTheRangeCanNotBeSplitIsNone() {
        add(0, 50);
        add(1, 50);
        assertThat(sample.median(RANGE)).isEmpty();
    }

    @Test
    public void nothingSeenIsNoPlace() {
        assertThat(sample.median(RANGE)).isEmpty();
    }

    private void add(int key, int times) {
        for (int i = 0; i < times; i++) {
            sample.add(HashKey.of(BigInteger.valueOf(key)));
        }
    }
}
