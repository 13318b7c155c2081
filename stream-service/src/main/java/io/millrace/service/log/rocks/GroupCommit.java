package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import io.millrace.service.log.LogListener;
import io.millrace.service.log.LogUnavailableException;
import io.millrace.service.log.ShardKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all that waits, up to some bytes, as one batch, forces that to disk once, and
 * has the outcomes told on other threads: while one force is under way the next group gathers. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long GROUP_BYTES = 16L << 20;
    private static final WriteOp STOP = new WriteOp.Trim(new ShardKey(-1, -1), 0, new CompletableFuture<>());

    private final RocksStore store;
    private final Shards shards;
    private final DiskRoom disk;
    private final Mending mending;
    private final LogListener listener;
    private final BlockingQueue<WriteOp> queue = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::run, "log-writer");
    private final Outcomes outcomes = new Outcomes();
    private final Object closing = new Object();
    private boolean closed;

    /** What a group changes in memory, and the clock that gives records their times of arrival. */
    record Shards(Map<ShardKey, ShardTail> tails, Watchers watchers, InstantSource clock) {}

    GroupCommit(RocksStore store, Shards shards, DiskRoom disk, Mending mending, LogListener listener) {
        this.listener = listener;
        this.store = store;
        this.shards = shards;
        this.disk = disk;
        this.mending = mending;
        writer.start();
    }

    void submit(WriteOp op) {
        synchronized (closing) {
            if (!closed) {
                queue.add(op);
                return;
            }
        }
        op.outcome().completeExceptionally(new LogUnavailableException("the service is stopping"));
    }

    /** Writes what waits, then ends the thread. */
    @Override
    public void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(STOP);
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        outcomes.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (WriteOptions options = new WriteOptions().setSync(true);
                RecordBatch records = new RecordBatch()) {
            List<WriteOp> group = new ArrayList<>();
            boolean running = true;
            while (running) {
                group.clear();
                gather(group);
                running = !group.remove(STOP);
                commit(group, records, options);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("the log's writer was interrupted; no more records can be put");
        }
    }

    private void gather(List<WriteOp> group) throws InterruptedException {
        WriteOp op = queue.take();
        long bytes = 0;
        while (op != null) {
            group.add(op);
            bytes += op.bytes();
            op = op == STOP || bytes >= GROUP_BYTES ? null : queue.poll();
        }
    }

    private void commit(List<WriteOp> group, RecordBatch records, WriteOptions options) {
        GroupBatch batch = new GroupBatch(records, store, shards.tails(), shards.clock());
        long begin = System.nanoTime();
        try {
            mending.await();
            write(group, batch, options);
        } catch (RocksDBException e) {
            batch.undo();
            mending.failed(e);
            fail(group, mending.obstacle());
            return;
        } catch (LogUnavailableException e) {
            batch.undo();
            fail(group, e);
            return;
        } catch (RuntimeException | Error e) {
            // Without this thread no put would ever be answered again.
            batch.undo();
            LOG.error("cannot write {} operations to the log", group.size(), e);
            fail(group, new LogException("cannot write to the log: " + e.getMessage(), e));
            return;
        }
        long took = System.nanoTime() - begin;
        batch.publish();
        outcomes.tell(batch.outcomes());
        batch.changed().forEach(shards.watchers()::tell);
        listener.forced(group.size(), took);
    }

    private void write(List<WriteOp> group, GroupBatch batch, WriteOptions options) throws RocksDBException {
        boolean full = disk.lacks(group.stream().mapToLong(WriteOp::bytes).sum());
        for (WriteOp op : group) {
            if (full && op instanceof WriteOp.Append append) {
                batch.refuse(append, new LogUnavailableException(disk.shortage()));
            } else {
                batch.add(op);
            }
        }
        batch.write(options);
        mending.worked();
        if (full) {
            batch.reclaim();
        }
    }

    private void fail(List<WriteOp> group, RuntimeException failure) {
        List<Runnable> told = new ArrayList<>(group.size());
        group.forEach(op -> told.add(() -> op.outcome().completeExceptionally(failure)));
        outcomes.tell(told);
    }
}
