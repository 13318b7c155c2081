package io.millrace.hive.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds all that an embedded Hive keeps: metastore, warehouse, scratch files, logs. One process at a
 * time can use it, because the metastore's database allows no second one; holding this object is holding that right.
 */
final class StateFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;

    private StateFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Makes the folder when it is missing and takes it for this process.
     *
     * @throws StateInUseException when another process, or another Hive in this one, has it
     * @throws UncheckedIOException when it can't be made or written
     */
    static StateFolder take(Path folder) {
        try {
            Path root = Files.createDirectories(folder.toAbsolutePath().normalize());
            Files.createDirectories(root.resolve("logs"));
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new StateInUseException(root);
            }
            return new StateFolder(root, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + folder + " as Hive's state folder: " + e, e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path root() {
        return root;
    }

    /** Where all logging goes. */
    Path log() {
        return root.resolve("logs").resolve("hive.log");
    }

    /** What Hive prints by itself, past its logging. */
    Path console() {
        return root.resolve("logs").resolve("console.log");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + root, e);
        }
    }
}
