package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * How far the engine's files reached when something was last acknowledged, in the file {@code acknowledged} beside them.
 * The engine takes a write-ahead log or manifest that ends too early for one that a crash left so, and goes on without
 * what is missing; the mark tells the two apart. Drawn, all numbers big-endian:
 *
 * <pre>
 *   two slots of 48 bytes, written in turn, so that one is whole whenever the process ends:
 *   engine's sequence number (8) number and bytes of the write-ahead log (8, 8) of the manifest (8, 8) CRC-32C (8)
 * </pre>
 *
 * <p>It is mapped into memory and never forced: a power cut may leave an older mark, which demands less, but never one
 * of something that is not on disk. Used by one thread at a time.
 */
final class AcknowledgedMark {
    static final String NAME = "acknowledged";
    private static final String WAL_SUFFIX = ".log";
    private static final String MANIFEST_PREFIX = "MANIFEST-";
    private static final int SLOT = 6 * Long.BYTES;

    private final Path folder;
    private final MappedByteBuffer slots;
    private Reach last;

    /** How far the files reach. */
    private record Reach(long sequence, long wal, long walBytes, long manifest, long manifestBytes) {}

    private AcknowledgedMark(Path folder, MappedByteBuffer slots) {
        this.folder = folder;
        this.slots = slots;
    }

    /**
     * Maps the mark of a folder and sees that the files reach as far as it says; to be called before the engine opens
     * them, because opening makes a loss final.
     *
     * @throws LogException naming the file that is cut short, missing or damaged
     */
    static AcknowledgedMark open(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        boolean expected = Files.exists(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            AcknowledgedMark mark =
                    new AcknowledgedMark(folder, channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * SLOT));
            mark.last = mark.newest(file);
            if (expected && mark.last != null) {
                mark.check();
            }
            return mark;
        }
    }

    /** Sees that the opened engine knows everything that was acknowledged. */
    void checkOpened(long sequence) {
        if (last != null && sequence < last.sequence()) {
            throw new LogException("the log in " + folder + " is damaged: it ends at write " + sequence + ", but "
                    + last.sequence() + " writes were acknowledged; restore the folder from a copy");
        }
    }

    /** Notes that everything up to a sequence number of the engine is on disk. */
    void advance(long sequence) throws IOException {
        Reach before = last;
        long walBytes = before == null ? -1 : sizeOr(wal(before.wal()), -1);
        // A log that did not grow is not the one written to any more.
        Reach now = before == null || walBytes <= before.walBytes()
                ? find(sequence)
                : new Reach(
                        sequence, before.wal(), walBytes, before.manifest(), sizeOr(manifest(before.manifest()), 0));
        write(now);
        last = now;
    }

    private void check() throws IOException {
        Reach found = find(0);
        String cut = " is damaged: it has %d bytes, but what was acknowledged needs %d; restore the folder from a copy";
        boolean sameManifest = found.manifest() == last.manifest();
        if (found.manifest() < last.manifest()) {
            throw new LogException("log file " + manifest(last.manifest()) + " is missing; restore it from a copy");
        }
        if (sameManifest && found.manifestBytes() < last.manifestBytes()) {
            throw new LogException("log file " + manifest(last.manifest())
                    + cut.formatted(found.manifestBytes(), last.manifestBytes()));
        }
        long walBytes = sizeOr(wal(last.wal()), -1);
        if (walBytes >= 0 && walBytes < last.walBytes()) {
            throw new LogException("log file " + wal(last.wal()) + cut.formatted(walBytes, last.walBytes()));
        }
        // It goes once its content is in tables, which the manifest then tells.
        if (walBytes < 0 && sameManifest && found.manifestBytes() == last.manifestBytes()) {
            throw new LogException("log file " + wal(last.wal()) + " is missing; restore it from a copy");
        }
    }

    private Reach find(long sequence) throws IOException {
        long wal = newestNumber("", WAL_SUFFIX);
        long manifest = newestNumber(MANIFEST_PREFIX, "");
        return new Reach(sequence, wal, sizeOr(wal(wal), 0), manifest, sizeOr(manifest(manifest), 0));
    }

    private long newestNumber(String prefix, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(prefix + "\\d+" + suffix.replace(".", "\\.")))
                    .mapToLong(name -> Long.parseLong(name.substring(prefix.length(), name.length() - suffix.length())))
                    .max()
                    .orElse(0);
        }
    }

    private Path wal(long number) {
        return folder.resolve("%06d".formatted(number) + WAL_SUFFIX);
    }

    private Path manifest(long number) {
        return folder.resolve(MANIFEST_PREFIX + "%06d".formatted(number));
    }

    private static long sizeOr(Path file, long missing) throws IOException {
        return Files.exists(file) ? Files.size(file) : missing;
    }

    private void write(Reach reach) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT)
                .putLong(reach.sequence())
                .putLong(reach.wal())
                .putLong(reach.walBytes())
                .putLong(reach.manifest())
                .putLong(reach.manifestBytes());
        slot.putLong(checksum(slot.array()));
        // Over the older slot.
        int older = slot(0).filter(first -> slot(1).map(second -> first.sequence() > second.sequence())
                        .orElse(true))
                .map(newer -> SLOT)
                .orElse(0);
        slots.put(older, slot.array());
    }

    private Reach newest(Path file) {
        Optional<Reach> first = slot(0);
        Optional<Reach> second = slot(1);
        if (first.isEmpty() && second.isEmpty() && !isBlank()) {
            throw new LogException("log file " + file + " is damaged; restore it from a copy, or remove it to go on "
                    + "without knowing whether other files end too early");
        }
        return Stream.of(first, second)
                .flatMap(Optional::stream)
                .max((a, b) -> Long.compare(a.sequence(), b.sequence()))
                .orElse(null);
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
        Reach reach = new Reach(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
        return in.getLong() == checksum(bytes) ? Optional.of(reach) : Optional.empty();
    }

    private static long checksum(byte[] slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot, 0, SLOT - Long.BYTES);
        // A blank slot must not look whole.
        return crc.getValue() + 1;
    }
}
