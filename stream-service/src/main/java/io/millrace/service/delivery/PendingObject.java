package io.millrace.service.delivery;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.millrace.service.channel.Compression;
import io.millrace.service.delivery.ObjectStore.NewObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/**
 * An object while records are written into it, compressed; one that is there already only counts them. For one thread.
 */
final class PendingObject implements AutoCloseable {
    private final NewObject target;
    private final CountingStream counted;
    private final OutputStream content;
    private long records;

    /**
     * An object that has no records yet.
     *
     * @param target null when it is there already
     */
    PendingObject(NewObject target, Compression compression) throws IOException {
        this.target = target;
        this.counted = new CountingStream(target == null ? OutputStream.nullOutputStream() : target.content());
        this.content = target == null
                ? counted
                : switch (compression) {
                    case NONE -> counted;
                    case GZIP -> new GZIPOutputStream(counted, 1 << 16);
                    case ZSTD -> new ZstdOutputStream(counted);
                };
    }

    /** Whether it was not there before. */
    boolean isNew() {
        return target != null;
    }

    /** How many records were written. */
    long records() {
        return records;
    }

    /** To be called before the bytes of a record are written. */
    void beginRecord() {
        records++;
    }

    void write(ByteBuffer data) throws IOException {
        content.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
    }

    /**
     * Makes a new object seen.
     *
     * @return its size in bytes
     */
    long publish() throws IOException {
        content.close();
        target.publish();
        return counted.bytes;
    }

    @Override
    public void close() throws IOException {
        // A compressor has memory outside of the heap, of which only its own end lets go.
        counted.out = OutputStream.nullOutputStream();
        content.close();
        if (target != null) {
            target.close();
        }
    }

    /** Counts what passes; closing it leaves the object open, which is still to be forced to disk. */
    private static final class CountingStream extends OutputStream {
        private OutputStream out;
        private long bytes;

        CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            out.write(data, offset, length);
            bytes += length;
        }
    }
}
