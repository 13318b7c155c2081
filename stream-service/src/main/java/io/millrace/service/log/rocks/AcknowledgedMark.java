package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows how far the engine's files reached when something was last acknowledged ({@link Reach}), and keeps that in the
 * file {@code acknowledged} beside them. The engine takes a write-ahead log or manifest that ends too early, or is
 * damaged near its end, for one that a crash left so, and goes on without what is missing; the mark tells the two apart.
 *
 * <p>The manifest is compared by its bytes and checksum. What the write-ahead log holds is told by the sequence number
 * that the engine finds in it. Used by one thread at a time.
 */
final class AcknowledgedMark {
    static final String NAME = "acknowledged";
    private static final String WAL_SUFFIX = ".log";
    private static final String MANIFEST_PREFIX = "MANIFEST-";

    private final Path folder;
    private final ReachSlots slots;
    private GrowingChecksum manifestSum = new GrowingChecksum();
    private Reach last;
    // Asked for their lengths, 0 when missing, after each write: one call of the system each, and nothing else.
    private File walFile;
    private File manifestFile;

    private AcknowledgedMark(Path folder, ReachSlots slots) {
        this.folder = folder;
        this.slots = slots;
        this.last = slots.newest().orElse(null);
        this.walFile = wal(last == null ? 0 : last.wal()).toFile();
        this.manifestFile = manifest(last == null ? 0 : last.manifest()).toFile();
    }

    /**
     * Maps the mark of a folder and sees that the files reach as far as it says; to be called before the engine opens
     * them, because opening makes a loss final.
     *
     * @throws LogException naming the file that is cut short, missing or damaged
     */
    static AcknowledgedMark open(Path folder) throws IOException {
        AcknowledgedMark mark = new AcknowledgedMark(folder, ReachSlots.map(folder.resolve(NAME)));
        if (mark.last != null) {
            mark.check();
        }
        return mark;
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
        long walBytes = before == null ? -1 : walFile.length();
        // A log that did not grow is not the one written to any more.
        Reach now = before == null || walBytes <= before.walBytes()
                ? find(sequence)
                : reach(sequence, before.wal(), walBytes, before.manifest());
        slots.write(now);
        last = now;
    }

    /**
     * Takes back what was written after the last acknowledgement; to be called while the engine is closed. A write that
     * failed would else come back with the next opening, behind the back of those who were told of the failure.
     */
    void cutBack() throws IOException {
        if (last == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(AcknowledgedMark::isWal).toList()) {
                long number = Long.parseLong(file.getFileName().toString().replace(WAL_SUFFIX, ""));
                if (number >= last.wal()) {
                    cut(file, number == last.wal() ? last.walBytes() : 0);
                }
            }
        }
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.force(true);
        }
    }

    static boolean isWal(Path file) {
        return file.getFileName().toString().matches("\\d+" + Pattern.quote(WAL_SUFFIX));
    }

    private void check() throws IOException {
        String cut = " is damaged: it has %d bytes, but what was acknowledged needs %d; restore the folder from a copy";
        long newestManifest = newestNumber(MANIFEST_PREFIX, "");
        boolean sameManifest = newestManifest == last.manifest();
        if (newestManifest < last.manifest()) {
            throw new LogException("log file " + manifest(last.manifest()) + " is missing; restore it from a copy");
        }
        long manifestBytes = sizeOr(manifest(newestManifest), 0);
        if (sameManifest && manifestBytes < last.manifestBytes()) {
            throw new LogException(
                    "log file " + manifest(last.manifest()) + cut.formatted(manifestBytes, last.manifestBytes()));
        }
        if (sameManifest
                && manifestSum.upTo(manifest(newestManifest), last.manifestBytes()) != last.manifestChecksum()) {
            throw new LogException("log file " + manifest(last.manifest())
                    + " is damaged: its checksum is not the one that was noted; restore the folder from a copy");
        }
        long walBytes = sizeOr(wal(last.wal()), -1);
        if (walBytes >= 0 && walBytes < last.walBytes()) {
            throw new LogException("log file " + wal(last.wal()) + cut.formatted(walBytes, last.walBytes()));
        }
        // It goes once its content is in tables, which the manifest then tells.
        if (walBytes < 0 && sameManifest && manifestBytes == last.manifestBytes()) {
            throw new LogException("log file " + wal(last.wal()) + " is missing; restore it from a copy");
        }
    }

    private Reach find(long sequence) throws IOException {
        long wal = newestNumber("", WAL_SUFFIX);
        long manifest = newestNumber(MANIFEST_PREFIX, "");
        walFile = wal(wal).toFile();
        manifestFile = manifest(manifest).toFile();
        return reach(sequence, wal, walFile.length(), manifest);
    }

    private Reach reach(long sequence, long wal, long walBytes, long manifest) throws IOException {
        if (last == null || last.manifest() != manifest) {
            manifestSum = new GrowingChecksum();
        }
        long manifestBytes = manifestFile.length();
        return new Reach(
                sequence,
                wal,
                walBytes,
                manifest,
                manifestBytes,
                manifestSum.upTo(manifestFile.toPath(), manifestBytes));
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
}
