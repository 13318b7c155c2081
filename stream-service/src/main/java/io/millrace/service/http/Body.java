package io.millrace.service.http;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/**
 * An answer's body in its form on the wire, in pieces: a large one is never copied to grow, nor handed to a socket as a
 * whole, which the system takes piece by piece anyway. All pieces but the first, which is enough for most answers, are memory that is
 * used again: a page of records is as large as what the JVM's young generation has room for, and copied by its collector while it
 * waits for the socket. Written by one thread, then read by one.
 */
final class Body extends OutputStream {
    /** The largest that a pool should keep. */
    static final int LARGEST_PIECE = 128 << 10;

    private static final int FIRST_PIECE = 1 << 10;
    private static final int FIRST_POOLED = 8 << 10;

    private final ByteBufferPool pool;
    private final List<RetainableByteBuffer> pooled = new ArrayList<>();
    private final List<ByteBuffer> full = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(FIRST_PIECE);
    private long fullBytes;
    private long memory = FIRST_PIECE;

    /** An empty one. */
    Body(ByteBufferPool pool) {
        this.pool = pool;
    }

    /** How many bytes all pieces have together. */
    long length() {
        return fullBytes + last.position();
    }

    /** How many bytes of memory it takes. */
    long memory() {
        return memory;
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int done = 0;
        while (done < count) {
            if (!last.hasRemaining()) {
                turnOver();
            }
            int part = Math.min(count - done, last.remaining());
            last.put(bytes, offset + done, part);
            done += part;
        }
    }

    private void turnOver() {
        fullBytes += last.position();
        full.add(last.flip());
        RetainableByteBuffer next = pool.acquire(pooled.isEmpty() ? FIRST_POOLED : LARGEST_PIECE, true);
        pooled.add(next);
        last = next.getByteBuffer();
        BufferUtil.clearToFill(last);
        memory += last.capacity();
    }

    /** The pieces in order, at least one, after all was written. May be read once. */
    List<ByteBuffer> pieces() {
        full.add(last.flip());
        return full;
    }

    /** All of it in one array, where a frame around it needs that. Instead of {@link #pieces}. */
    byte[] toBytes() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length()));
        pieces().forEach(all::put);
        return all.array();
    }

    /** Lets others have the memory; only once nobody reads or sends it any more. */
    void release() {
        pooled.forEach(RetainableByteBuffer::release);
        pooled.clear();
    }
}
