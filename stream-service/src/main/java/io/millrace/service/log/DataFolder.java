package io.millrace.service.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds everything the service keeps: {@code format} (its version), {@code lock} (held while a process
 * uses the folder; the system lets go of it however the process ends) and {@code log/} (the engine's files).
 */
public final class DataFolder implements AutoCloseable {
    private static final String FORMAT = "millrace stream-service format 5";
    /** Lacks channels and is otherwise the same. Rewritten when it is opened, since programs of its time can't read them. */
    private static final String OLDER_FORMAT = "millrace stream-service format 4";

    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Takes the folder for this process; makes it when it is missing.
     *
     * @throws LogException when another process has it, when its format is unknown, or when it can't be used
     */
    public static DataFolder open(Path root) {
        try {
            Files.createDirectories(root);
            DataFolder folder = new DataFolder(root, lock(root));
            folder.checkFormat();
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new LogException("cannot use data folder " + root + ": " + e.getFile() + " is a file", e);
        } catch (IOException e) {
            throw new LogException("cannot use data folder " + root + ": " + e, e);
        }
    }

    /** Where the engine keeps its files. */
    public Path log() {
        return root.resolve("log");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LogException("cannot let go of data folder " + root, e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            String owner = Files.readString(file).strip();
            channel.close();
            throw new LogException("data folder " + root + " is in use by process " + owner
                    + ": stop that process or name another folder with --data");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(
                Long.toString(ProcessHandle.current().pid())));
        return channel;
    }

    private void checkFormat() throws IOException {
        Path file = root.resolve("format");
        if (!Files.exists(file)) {
            if (Files.exists(log())) {
                close();
                throw new LogException("data folder " + root + " holds a log but no file 'format': it is damaged");
            }
            writeFormat(file);
        }
        String found = Files.readString(file).strip();
        if (found.equals(OLDER_FORMAT)) {
            writeFormat(file);
        } else if (!found.equals(FORMAT)) {
            close();
            throw new LogException(
                    "data folder " + root + " has format '" + found + "'; this version reads '" + FORMAT + "'");
        }
    }

    /** Writes it beside and moves it, so that a crash leaves it whole or not there. */
    private static void writeFormat(Path file) throws IOException {
        Path draft = file.resolveSibling("format.draft");
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer text = StandardCharsets.UTF_8.encode(FORMAT + "\n");
            while (text.hasRemaining()) {
                out.write(text);
            }
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
