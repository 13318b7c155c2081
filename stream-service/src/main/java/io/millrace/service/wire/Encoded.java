package io.millrace.service.wire;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A body in its form on the wire, in pieces: a large one is never copied to grow, nor handed to a socket as a whole,
 * which the system takes piece by piece anyway. Written once, by one thread, then only read.
 */
public final class Encoded {
    private static final int FIRST_PIECE = 1 << 10;
    private static final int LARGEST_PIECE = 128 << 10;

    private final List<ByteBuffer> pieces = new ArrayList<>();
    private byte[] last = new byte[FIRST_PIECE];
    private int filled;
    private long length;

    Encoded() {}

    /** A body of no bytes. */
    public static Encoded empty() {
        return new Encoded();
    }

    /** How many bytes all pieces have together. */
    public long length() {
        return length;
    }

    /** The pieces in order, at least one; may be read once. */
    public List<ByteBuffer> pieces() {
        List<ByteBuffer> all = new ArrayList<>(pieces);
        all.add(ByteBuffer.wrap(last, 0, filled));
        return all;
    }

    /** All pieces in one array of its own, where a frame around them needs that. */
    public byte[] toBytes() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length));
        pieces().forEach(all::put);
        return all.array();
    }

    /** What is written to it comes after all that was written before. */
    OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int oneByte) {
                write(new byte[] {(byte) oneByte}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                int done = 0;
                while (done < count) {
                    if (filled == last.length) {
                        turnOver();
                    }
                    int part = Math.min(count - done, last.length - filled);
                    System.arraycopy(bytes, offset + done, last, filled, part);
                    filled += part;
                    done += part;
                }
                length += count;
            }
        };
    }

    private void turnOver() {
        pieces.add(ByteBuffer.wrap(last));
        last = new byte[Math.min(2 * last.length, LARGEST_PIECE)];
        filled = 0;
    }
}
