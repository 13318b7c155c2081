package io.millrace.read;

import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Fetches the next page while the last one is worked on. A fetched page waits until it is taken, and only then is the one
 * after it asked for, so that there are never more than two: the one being worked on and the one ahead. A failure comes
 * after the pages before it. The thread begins with the first page that is asked for and ends with the last one, with a
 * failure or with {@link #close}.
 */
final class ReadAhead implements PageSource {
    /** How often the waiting consumer says that it is alive. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);
    /** A call that can't be cut off ends by its own time limit; nobody waits for that. */
    private static final Duration LEAVE = Duration.ofSeconds(2);

    private final PageSource source;
    private final Runnable alive;
    private final Thread thread;
    private final SynchronousQueue<Fetched> handoff = new SynchronousQueue<>();
    private boolean ended;
    private boolean overtaken;
    private volatile boolean closed;

    /** What the thread hands over: a page, the end (an empty page) or why there is none. */
    private sealed interface Fetched {
        record Page(List<StoredRecord> records, boolean overtaken) implements Fetched {}

        record Failure(Throwable cause) implements Fetched {}
    }

    /**
     * Reads ahead of a source.
     *
     * @param source used by the thread only, closed by {@link #close}
     * @param name of the thread
     * @param alive called by the consumer's thread with every page, and every second while it waits for one
     */
    ReadAhead(PageSource source, String name, Runnable alive) {
        this.source = source;
        this.alive = alive;
        this.thread = new Thread(this::fetchAll, name);
        thread.setDaemon(true);
    }

    @Override
    public List<StoredRecord> next() {
        if (ended) {
            return List.of();
        }
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        Fetched fetched = take();
        if (fetched instanceof Fetched.Page page) {
            ended = page.records().isEmpty();
            overtaken = page.overtaken();
            return page.records();
        }
        ended = true;
        Throwable cause = ((Fetched.Failure) fetched).cause();
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }

    @Override
    public boolean isOvertaken() {
        return overtaken;
    }

    private Fetched take() {
        try {
            while (true) {
                Fetched fetched = handoff.poll(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
                alive.run();
                if (fetched != null) {
                    return fetched;
                }
                if (closed) {
                    throw new StreamException.Refused("the reader was closed while it waited for records", null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException.Unavailable("interrupted while waiting for records", e);
        }
    }

    private void fetchAll() {
        try {
            boolean more = true;
            while (more && !closed) {
                Fetched fetched = fetch();
                more = fetched instanceof Fetched.Page page && !page.records().isEmpty();
                handOver(fetched);
            }
        } catch (InterruptedException e) {
            // Closed: nobody takes pages any more.
            Thread.currentThread().interrupt();
        }
    }

    /** The interruption by {@link #close} may have been used up by the call that it was meant to end. */
    private void handOver(Fetched fetched) throws InterruptedException {
        boolean taken = false;
        while (!taken && !closed) {
            taken = handoff.offer(fetched, SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whatever happens must reach the consumer, which would wait for ever. */
    private Fetched fetch() {
        try {
            List<StoredRecord> records = source.next();
            return new Fetched.Page(records, source.isOvertaken());
        } catch (RuntimeException | Error e) {
            return new Fetched.Failure(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        source.close();
        try {
            thread.join(LEAVE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
