package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The files of the database, as they lie in its folder. Immutable. */
final class LogFiles {
    private final Path folder;

    LogFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Sees that no file is missing: the engine opens without a blob file, and would fail only the reads that come to it.
     *
     * @throws LogException naming the file
     */
    void checkComplete(RocksDB db) throws RocksDBException {
        // Compactions are under way already; a file that one replaces must not go between the list and the look.
        db.disableFileDeletions();
        try {
            for (String name : db.getLiveFiles(false).files) {
                Path file = folder.resolve(name.substring(1));
                if (!Files.exists(file)) {
                    throw new LogException("cannot open the log in " + folder + ": its file " + file
                            + " is missing; nothing was changed");
                }
            }
        } finally {
            db.enableFileDeletions();
        }
    }

    /**
     * Where to look after a failure, for its message: the engine names a damaged table or manifest, but not a damaged
     * write-ahead log.
     */
    String suspects(Exception failure) {
        if (failure.getMessage() != null && failure.getMessage().contains(folder.toString())) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> logs = files.map(Path::toString)
                    .filter(name -> name.endsWith(".log"))
                    .sorted()
                    .toList();
            return logs.isEmpty() ? "" : "; look at " + String.join(", ", logs);
        } catch (IOException e) {
            return "";
        }
    }

    /** The size of all write-ahead logs. */
    long walBytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(AcknowledgedMark::isWal).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
