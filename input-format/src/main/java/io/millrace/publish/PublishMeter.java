package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import io.millrace.write.BatchWriter;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Counts what the threads of a publisher do, and stops them before their next call. Thread-safe. */
final class PublishMeter {
    /** Longer than a call may last. */
    private static final long LONGEST_CALL_MINUTES = 3;

    private final Map<WriteCounter, Long> counts = new EnumMap<>(WriteCounter.class);
    private long before;
    private volatile boolean stopped;

    /** A thread was stopped because another one has failed. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped as another thread has failed");
        }
    }

    /** Notes what a writer has done in the journal, and counts it; stops it when the claim is lost, or the stream is another one. */
    BatchWriter.Listener listener(Journal journal, Claim claim, StreamWatch watch) {
        return new BatchWriter.Listener() {
            @Override
            public void beforeCall() throws IOException {
                if (stopped) {
                    throw new Stopped();
                }
                claim.check();
                watch.sometimes();
            }

            @Override
            public void acknowledged(List<OutgoingRecord> records) throws IOException {
                journal.add(records);
            }

            @Override
            public void add(WriteCounter counter, long amount) {
                count(counter, amount);
            }
        };
    }

    private void count(WriteCounter counter, long amount) {
        synchronized (counts) {
            counts.merge(counter, amount, Long::sum);
        }
    }

    /** Counts records that are in the stream since before. */
    void before(long records) {
        synchronized (counts) {
            before += records;
        }
    }

    Published published() {
        synchronized (counts) {
            return new Published(before, counts);
        }
    }

    /** No further call is made. */
    void stop() {
        stopped = true;
    }

    /** Returns when no thread makes a call any more. */
    void awaitIdle(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!threads.awaitTermination(LONGEST_CALL_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a call to the stream does not end");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
