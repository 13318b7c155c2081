package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
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

    private final Path folder;
    private final EngineOptions options = new EngineOptions();
    private final LogFiles files;

    /** Null while it could not be opened again. */
    RocksDB db;

    ColumnFamilyHandle records;
    ColumnFamilyHandle shards;
    ColumnFamilyHandle entries;
    private AcknowledgedMark mark;
    private boolean marked;

    private RocksStore(Path folder) throws RocksDBException {
        this.folder = folder;
        this.files = new LogFiles(folder);
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
            db = RocksDB.open(options.database(), folder.toString(), options.families(), handles);
        } catch (RocksDBException | IOException e) {
            throw new LogException("cannot open the log in " + folder + ": " + e.getMessage() + files.suspects(e), e);
        }
        records = handles.get(1);
        shards = handles.get(2);
        entries = handles.get(3);
        try {
            files.checkComplete(db);
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

    LogFiles files() {
        return files;
    }

    Path folder() {
        return folder;
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
        options.close();
    }
}
