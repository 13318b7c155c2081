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
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened database with its three column families: records (payloads of some size go to blob files, so that
 * compaction does not copy them), shards and the catalogue's entries. All three share one write-ahead log, which makes
 * a batch over them atomic.
 */
final class RocksStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStore.class);
    private static final long MIB = 1 << 20;
    private static final long BLOB_FROM_BYTES = 512;

    final RocksDB db;
    final ColumnFamilyHandle records;
    final ColumnFamilyHandle shards;
    final ColumnFamilyHandle entries;
    private final AcknowledgedMark mark;
    private final List<AutoCloseable> owned;

    private RocksStore(
            RocksDB db, List<ColumnFamilyHandle> families, AcknowledgedMark mark, List<AutoCloseable> owned) {
        this.mark = mark;
        this.db = db;
        this.records = families.get(1);
        this.shards = families.get(2);
        this.entries = families.get(3);
        this.owned = owned;
    }

    /**
     * Opens the database, making it when missing.
     *
     * @throws LogException when a file of it is damaged other than by a torn last write that was not acknowledged
     */
    static RocksStore open(Path folder) {
        RocksDB.loadLibrary();
        DBOptions options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setMaxTotalWalSize(256 * MIB)
                .setKeepLogFileNum(2)
                .setMaxBackgroundJobs(2)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
        ColumnFamilyOptions plain = new ColumnFamilyOptions();
        ColumnFamilyOptions records = new ColumnFamilyOptions()
                .setWriteBufferSize(64 * MIB)
                .setMaxWriteBufferNumber(3)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setEnableBlobFiles(true)
                .setMinBlobSize(BLOB_FROM_BYTES)
                .setBlobFileSize(64 * MIB)
                .setEnableBlobGarbageCollection(true);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            AcknowledgedMark mark = AcknowledgedMark.open(folder);
            RocksDB db = RocksDB.open(
                    options,
                    folder.toString(),
                    List.of(
                            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, plain),
                            family("records", records),
                            family("shards", plain),
                            family("entries", plain)),
                    handles);
            RocksStore store = new RocksStore(db, handles, mark, List.of(options, plain, records));
            store.checkWhole();
            return store;
        } catch (RocksDBException | IOException e) {
            throw new LogException("cannot open the log in " + folder + ": " + e.getMessage() + suspects(folder, e), e);
        }
    }

    private void checkWhole() {
        try {
            mark.checkOpened(db.getLatestSequenceNumber());
        } catch (LogException e) {
            close();
            throw e;
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

    /** Writes a batch; on return it is on disk and noted as acknowledged. */
    void write(WriteOptions how, WriteBatch batch) throws RocksDBException {
        db.write(how, batch);
        try {
            mark.advance(db.getLatestSequenceNumber());
        } catch (IOException e) {
            // The batch is on disk all the same; only a later loss of it might go unnoticed.
            LOG.warn("cannot note how far the log reaches", e);
        }
    }

    private static ColumnFamilyDescriptor family(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options);
    }

    @Override
    public void close() {
        try {
            db.closeE();
            for (AutoCloseable each : owned) {
                each.close();
            }
        } catch (Exception e) {
            throw new LogException("cannot close the log: " + e.getMessage(), e);
        }
    }
}
