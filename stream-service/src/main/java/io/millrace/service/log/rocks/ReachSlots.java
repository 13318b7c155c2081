package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The file that keeps a {@link Reach}. Drawn, all numbers big-endian:
 *
 * <pre>
 *   two slots of 56 bytes, written in turn, so that one is whole whenever the process ends:
 *   engine's sequence number (8) number and bytes of the write-ahead log (8, 8)
 *   number, bytes and CRC-32C of the manifest (8, 8, 8) CRC-32C of the slot, plus 1 (8)
 * </pre>
 *
 * <p>It is mapped into memory and never forced: a power cut may leave an older reach, which demands less, but never one
 * of something that is not on disk. Used by one thread at a time.
 */
final class ReachSlots {
    private static final int SLOT = 7 * Long.BYTES;

    private final MappedByteBuffer slots;
    private int older;

    private ReachSlots(MappedByteBuffer slots) {
        this.slots = slots;
        this.older = slot(0).isPresent() && slot(0).equals(newest()) ? 1 : 0;
    }

    /**
     * Maps the file; makes it, with blank slots, when it is missing.
     *
     * @throws LogException when it is damaged
     */
    static ReachSlots map(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() == 0) {
                // A mapped page that the full disk has no block for can't be written later.
                channel.write(ByteBuffer.allocate(2 * SLOT));
            }
            ReachSlots mapped = new ReachSlots(channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * SLOT));
            if (mapped.newest().isEmpty() && !mapped.isBlank()) {
                throw new LogException("log file " + file + " is damaged; restore it from a copy, or remove it to go "
                        + "on without knowing whether other files lack something");
            }
            return mapped;
        }
    }

    /** The reach written last; empty when none was. */
    Optional<Reach> newest() {
        return Stream.of(slot(0), slot(1)).flatMap(Optional::stream).max(Comparator.comparingLong(Reach::sequence));
    }

    /** Writes over the older slot. */
    void write(Reach reach) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT)
                .putLong(reach.sequence())
                .putLong(reach.wal())
                .putLong(reach.walBytes())
                .putLong(reach.manifest())
                .putLong(reach.manifestBytes())
                .putLong(reach.manifestChecksum());
        slot.putLong(checksum(slot.array()));
        slots.put(older * SLOT, slot.array());
        older = 1 - older;
    }

    private boolean isBlank() {
        for (int i = 0; i < 2 * SLOT; i++) {
            if (slots.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The slot with an index; empty when it is blank or damaged. */
    private Optional<Reach> slot(int index) {
        byte[] bytes = new byte[SLOT];
        slots.get(index * SLOT, bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Reach reach = new Reach(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
        return in.getLong() == checksum(bytes) ? Optional.of(reach) : Optional.empty();
    }

    private static long checksum(byte[] slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot, 0, SLOT - Long.BYTES);
        // A blank slot must not look whole.
        return crc.getValue() + 1;
    }
}
