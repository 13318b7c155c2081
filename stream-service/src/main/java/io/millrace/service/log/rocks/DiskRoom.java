package io.millrace.service.log.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;

/**
 * The room on the log's disk. A part of it is kept from new records: what frees space (trims, deletions, and the
 * engine's rewriting of its files) needs some first, so a disk that records have filled to the last byte would never
 * get emptier. Thread-safe.
 */
final class DiskRoom {
    private static final long MOST_RESERVED = 256L << 20;
    private static final int RESERVED_SHARE = 20;
    private static final int PROBE_BYTES = 1 << 20;
    /** For the manifest and what else is written beside the tables when the engine is opened. */
    private static final long OPENING_BYTES = 8L << 20;

    private final LongSupplier usable;
    private final long reserved;

    /**
     * A disk that tells its room itself.
     *
     * @param usable free bytes
     * @param reserved bytes that new records don't get
     */
    DiskRoom(LongSupplier usable, long reserved) {
        this.usable = usable;
        this.reserved = reserved;
    }

    /** The disk of a folder; keeps a twentieth of it from new records, 256 MiB at most. */
    static DiskRoom of(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long total = disk.getTotalSpace();
        if (total <= 0) {
            // Some file systems don't tell; their writes fail when they are full.
            return new DiskRoom(() -> Long.MAX_VALUE, 0);
        }
        return new DiskRoom(() -> usable(disk), Math.min(MOST_RESERVED, total / RESERVED_SHARE));
    }

    /** Whether records of so many bytes would take from the reserve. */
    boolean lacks(long bytes) {
        return usable.getAsLong() - bytes < reserved;
    }

    /** Why there is no room, in words. */
    String shortage() {
        return "the disk is full: " + (usable.getAsLong() >> 20) + " MiB are free, of which " + (reserved >> 20)
                + " MiB are kept for what frees space; free some, or shorten the retention of a stream";
    }

    /**
     * Sees that the engine can be opened in a folder: its write-ahead log becomes tables then.
     *
     * @param walBytes size of the write-ahead log
     * @throws IOException when there is no room, or when nothing can be written
     */
    void checkOpening(Path folder, long walBytes) throws IOException {
        long free = usable.getAsLong();
        long needed = walBytes + OPENING_BYTES;
        if (free < needed) {
            throw new IOException("the disk is full: " + free + " bytes are free, " + needed + " are needed");
        }
        // Quotas and limits of the process do not show in the disk's free bytes.
        Path probe = folder.resolve("probe");
        try (FileChannel out = FileChannel.open(
                probe, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(PROBE_BYTES);
            while (zeros.hasRemaining()) {
                out.write(zeros);
            }
            out.force(true);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static long usable(FileStore disk) {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell how full the disk is: " + e.getMessage(), e);
        }
    }
}
