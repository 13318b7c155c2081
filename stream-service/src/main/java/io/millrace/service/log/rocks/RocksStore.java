package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileManager;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened database with its three column families: records (payloads of some size go to blob files, so that
 * compaction does not copy them), shards and the catalogue's entries. All three share one write-ahead log, which makes
 * a batch over them atomic.
 *
 * <p>Written, reopened and closed by one thread at a time; read by any, but not while it is reopened or closed.
 */
final class RocksStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStore.class);
    private static final long MIB = 1 << 20;
    private static final long BLOB_FROM_BYTES = 512;

    private final Path folder;
    private final DBOptions options;
    private final ColumnFamilyOptions plainOptions;
    private final ColumnFamilyOptions recordOptions;
    private final List<AutoCloseable> owned;

    /** Null while it could not be opened again. */
    RocksDB db;

    ColumnFamilyHandle records;
    ColumnFamilyHandle shards;
    ColumnFamilyHandle entries;
    private AcknowledgedMark mark;
    private boolean marked;

    private RocksStore(Path folder) throws RocksDBException {
        this.folder = folder;
        // It sees to it that work in the background that failed for want of space is done again.
        SstFileManager files = new SstFileManager(Env.getDefault());
        this.options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setMaxTotalWalSize(256 * MIB)
                .setKeepLogFileNum(2)
                .setMaxBackgroundJobs(2)
                .setSstFileManager(files)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
        this.plainOptions = new ColumnFamilyOptions();
        this.recordOptions = new ColumnFamilyOptions()
                .setWriteBufferSize(64 * MIB)
                .setMaxWriteBufferNumber(3)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setEnableBlobFiles(true)
                .setMinBlobSize(BLOB_FROM_BYTES)
                .setBlobFileSize(64 * MIB)
                .setEnableBlobGarbageCollection(true);
        this.owned = List.of(options, plainOptions, recordOptions, files);
    }

    /**
     * Opens the database, making it when missing.
     *
     * @throws LogException when a file of it is damaged other than by a torn last write that was not acknowledged
     */
    static RocksStore open(Path folder) {
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(folder);
            RocksStore store = new RocksStore(folder);
            store.openEngine();
            return store;
        } catch (RocksDBException | IOException e) {
            throw new LogException("cannot open the log in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void openEngine() {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            mark = AcknowledgedMark.open(folder);
            db = RocksDB.open(
                    options,
                    folder.toString(),
                    List.of(
                            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, plainOptions),
                            family("records", recordOptions),
                            family("shards", plainOptions),
                            family("entries", plainOptions)),
                    handles);
        } catch (RocksDBException | IOException e) {
            throw new LogException("cannot open the log in " + folder + ": " + e.getMessage() + suspects(folder, e), e);
        }
        records = handles.get(1);
        shards = handles.get(2);
        entries = handles.get(3);
        try {
            checkFiles();
            mark.checkOpened(db.getLatestSequenceNumber());
            // What was found counts from here on, also what a crash left without an acknowledgement.
            mark.advance(db.getLatestSequenceNumber());
            marked = true;
        } catch (LogException e) {
            closeEngine();
            throw e;
        } catch (RocksDBException | IOException e) {
            closeEngine();
            throw new LogException("cannot open the log in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sees that no file is missing: the engine opens without a blob file, and would fail only the reads that come to it.
     *
     * @throws LogException naming the file
     */
    void checkFiles() throws RocksDBException {
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

    /** The engine names a damaged table or manifest, but not a damaged write-ahead log. */
    private static String suspects(Path folder, Exception failure) {
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

    Path folder() {
        return folder;
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

    /** Writes a batch; on return it is on disk and noted as acknowledged. */
    void write(WriteOptions how, WriteBatch batch) throws RocksDBException {
        db.write(how, batch);
        try {
            mark.advance(db.getLatestSequenceNumber());
            marked = true;
        } catch (IOException | InternalError e) {
            // So the JVM tells that a page of a mapped file can't be written. The batch is on disk all the same; only a
            // later loss of it might go unnoticed.
            marked = false;
            LOG.warn("cannot note how far the log reaches", e);
        }
    }

    /** Has the engine rewrite the files with records of a range that was deleted, which frees their space. */
    void reclaim(byte[] from, byte[] to) throws RocksDBException {
        try (FlushOptions flush = new FlushOptions()) {
            // A write-ahead log goes once nothing of it is in memory alone, whichever family it belongs to.
            db.flush(flush, List.of(records, shards, entries));
        }
        db.compactRange(records, from, to);
    }

    /**
     * Closes the database, whatever state it is in, takes back what was written but not acknowledged, and opens it.
     *
     * @throws LogException when it can't be opened; it stays closed then
     */
    void reopen() {
        if (!marked) {
            throw new LogException(
                    "it is not known how far the log in " + folder + " was acknowledged; restart the service to go on");
        }
        try {
            closeEngine();
        } catch (LogException e) {
            LOG.warn("the log did not close cleanly, as was to be expected", e);
        }
        try {
            mark.cutBack();
        } catch (IOException e) {
            throw new LogException("cannot cut back the log in " + folder + ": " + e.getMessage(), e);
        }
        openEngine();
    }

    private static ColumnFamilyDescriptor family(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options);
    }

    private void closeEngine() {
        RocksDB closing = db;
        db = null;
        if (closing == null) {
            return;
        }
        try {
            closing.closeE();
        } catch (RocksDBException e) {
            throw new LogException("cannot close the log: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closeEngine();
        try {
            for (AutoCloseable each : owned) {
                each.close();
            }
        } catch (Exception e) {
            throw new LogException("cannot close the log: " + e.getMessage(), e);
        }
    }
}
