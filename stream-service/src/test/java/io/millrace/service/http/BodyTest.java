package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.junit.Test;

public final class BodyTest {
    private final ArrayByteBufferPool pool = new ArrayByteBufferPool(0, -1, Body.LARGEST_PIECE);

    @Test
    public void hasAllThatWasWritten() {
        Random random = new Random(1);
        byte[] content = new byte[1 << 20];
        random.nextBytes(content);
        for (int length : new int[] {0, 1, 1023, 1024, 1025, 9 << 10, 9217, content.length}) {
            Body body = new Body(pool);
            for (int done = 0; done < length; ) {
                int part = Math.min(length - done, 1 + random.nextInt(20_000));
                if (part == 1) {
                    body.write(content[done]);
                } else {
                    body.write(content, done, part);
                }
                done += part;
            }

            assertThat(body.length()).isEqualTo(length);
            assertThat(body.memory()).isBetween((long) length, length + 1024L + Body.LARGEST_PIECE);
            assertThat(body.toBytes()).isEqualTo(Arrays.copyOf(content, length));
            body.release();
        }
    }

    @Test
    public void usesMemoryAgain() {
        for (int i = 0; i < 10; i++) {
            Body body = new Body(pool);
            body.write(new byte[1 << 20], 0, 1 << 20);
            body.release();
        }

        assertThat(pool.getDirectMemory())
                .isEqualTo(pool.getAvailableDirectMemory())
                .isLessThan(3 << 20);
    }

    @Test
    public void takesNoMemoryOfOthersForASmallAnswer() {
        Body body = new Body(pool);
        body.write(new byte[1024], 0, 1024);

        assertThat(body.pieces()).hasSize(1);
        assertThat(pool.getDirectMemory()).isZero();
    }
}
