package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import io.millrace.service.log.LogUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the engine going again after a failed write, such as on a full disk. The engine takes no more writes then, and
 * what it wrote last may or may not be in its write-ahead log; so it is closed, the log is cut back to what was
 * acknowledged, and it is opened again. That is tried with a write that comes after a pause, and only once the disk
 * takes something: until then the old engine serves the reads. Used by the writer's thread only.
 */
final class Mending {
    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(16).toNanos();

    private final RocksStore store;
    private final DiskRoom disk;
    private final Lock noReads;
    private LogUnavailableException obstacle;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long failedNanos;

    /** @param noReads held while the engine is closed and opened */
    Mending(RocksStore store, DiskRoom disk, Lock noReads) {
        this.store = store;
        this.disk = disk;
        this.noReads = noReads;
    }

    /**
     * To be called before a write.
     *
     * @throws LogUnavailableException when nothing can be written yet
     */
    void await() {
        if (obstacle == null) {
            return;
        }
        if (System.nanoTime() - failedNanos < pauseNanos) {
            throw obstacle;
        }
        try {
            disk.checkOpening(store.folder(), store.files().walBytes());
            reopen();
        } catch (IOException | LogException e) {
            pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
            fail(e);
            throw obstacle;
        }
        obstacle = null;
        LOG.info("the log takes writes again");
    }

    /** A write went well. */
    void worked() {
        pauseNanos = FIRST_PAUSE_NANOS;
    }

    /** A write failed. */
    void failed(RocksDBException failure) {
        LOG.error("the log can't be written; it is tried again", failure);
        fail(failure);
    }

    /** What to tell those whose write did not happen. */
    LogUnavailableException obstacle() {
        return obstacle;
    }

    private void fail(Exception failure) {
        failedNanos = System.nanoTime();
        obstacle = new LogUnavailableException("cannot write to the log: " + failure.getMessage(), failure);
    }

    private void reopen() {
        noReads.lock();
        try {
            store.reopen();
        } finally {
            noReads.unlock();
        }
    }
}
