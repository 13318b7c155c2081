package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.Test;

public class HashKeyRangeTest {
    @Test
    public void uniformRangesCoverAllHashKeysWithoutGapOrOverlap() {
        for (int count : new int[] {1, 2, 3, 7, 1000}) {
            List<HashKeyRange> ranges = HashKeyRange.uniform(count);

            assertThat(ranges).hasSize(count);
            assertThat(ranges.get(0).start()).isZero();
            assertThat(ranges.get(count - 1).end()).isEqualTo(HashKeyRange.MAX);
            for (int i = 1; i < count; i++) {
                assertThat(ranges.get(i).start())
                        .isEqualTo(ranges.get(i - 1).end().add(BigInteger.ONE));
            }
        }
    }

    @Test
    public void aSplitNeedsRoomOnBothSides() {
        HashKeyRange range = new HashKeyRange(BigInteger.ZERO, BigInteger.valueOf(100));

        assertThat(range.canSplitAt(BigInteger.ONE)).isFalse();
        assertThat(range.canSplitAt(BigInteger.TWO)).isTrue();
        assertThat(range.canSplitAt(BigInteger.valueOf(99))).isTrue();
        assertThat(range.canSplitAt(BigInteger.valueOf(100))).isFalse();
    }
}
