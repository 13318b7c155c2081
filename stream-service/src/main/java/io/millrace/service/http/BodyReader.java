package io.millrace.service.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads a request's body into one array, straight from the connection's buffers and without waiting for it. Only a body
 * that has not come yet gets a deadline: most come with their head. Used by one thread at a time.
 */
final class BodyReader implements Invocable.Task {
    private static final int FIRST_BYTES = 8 << 10;

    private final Exchange exchange;
    private final int most;
    private final Bounds bounds;
    private final Outcome outcome;
    private byte[] body;
    private int filled;
    private Scheduler.Task deadline;

    /** What happens in the end: exactly one of the three is called, once. */
    interface Outcome {
        void read(byte[] body);

        void tooLarge();

        void failed(Throwable why);
    }

    private BodyReader(Exchange exchange, int most, Bounds bounds, Outcome outcome) {
        this.exchange = exchange;
        this.most = most;
        this.bounds = bounds;
        this.outcome = outcome;
        long length = exchange.request.getLength();
        this.body = new byte[length < 0 ? FIRST_BYTES : (int) length];
    }

    /**
     * Begins to read; calls the outcome from this thread when the body is there already.
     *
     * @param most bytes of a body; a length that the request tells must be within it
     */
    static void read(Exchange exchange, int most, Bounds bounds, Outcome outcome) {
        new BodyReader(exchange, most, bounds, outcome).run();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
        Request request = exchange.request;
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                awaitMore(request);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                stopWaiting();
                outcome.failed(chunk.getFailure());
                return;
            }
            boolean fits = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!fits || last) {
                stopWaiting();
                if (fits) {
                    outcome.read(body.length == filled ? body : Arrays.copyOf(body, filled));
                } else {
                    outcome.tooLarge();
                }
                return;
            }
        }
    }

    private void awaitMore(Request request) {
        if (deadline == null) {
            long length = request.getLength() < 0 ? most : request.getLength();
            deadline = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> exchange.cutOff(new TimeoutException("the body came too slowly")),
                            bounds.longestBody(length).toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        request.demand(this);
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    private boolean take(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count > most - filled) {
            return false;
        }
        if (count > body.length - filled) {
            body = Arrays.copyOf(body, Math.max(filled + count, Math.min(most, 2 * body.length)));
        }
        bytes.get(body, filled, count);
        filled += count;
        return true;
    }
}
