package io.millrace.service.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts off a client that does not take what is sent to it in time: its request fails, and where even that can't go out
 * because the client has stopped reading altogether, its connection is closed. Thread-safe.
 */
final class SendDeadline {
    private final Exchange exchange;
    private Scheduler.Task task;
    private boolean sent;

    SendDeadline(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Starts the time for so many bytes, unless they have gone out already. */
    synchronized void start(long bytes) {
        if (!sent) {
            task = schedule(this::cutOff, exchange.bounds.longestBody(bytes).toMillis());
        }
    }

    /** All has gone out, or never will. */
    synchronized void stop() {
        sent = true;
        if (task != null) {
            task.cancel();
        }
    }

    private void cutOff() {
        synchronized (this) {
            if (sent) {
                return;
            }
            task = schedule(this::hangUp, exchange.bounds.idle().toMillis());
        }
        exchange.abort(new TimeoutException("the client takes its answer too slowly"));
    }

    private void hangUp() {
        synchronized (this) {
            if (sent) {
                return;
            }
        }
        exchange.endPoint().close(new TimeoutException("the client does not read"));
    }

    private Scheduler.Task schedule(Runnable what, long millis) {
        Request request = exchange.request;
        return request.getComponents().getScheduler().schedule(what, millis, TimeUnit.MILLISECONDS);
    }
}
