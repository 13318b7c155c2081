package io.millrace.service.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.AsyncRequestLogWriter;
import org.eclipse.jetty.server.RequestLog;

/**
 * Writes a line of JSON for each request. To a file it is written in the background: when the disk is too slow for it,
 * lines are left out rather than requests held up. Thread-safe.
 */
public final class AccessLog implements RequestObserver, AutoCloseable {
    private static final int MOST_WAITING = 4096;
    private static final long LONGEST_CLOSING_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long CLOSING_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final JsonMapper JSON = new JsonMapper();
    private static final double NANOS_IN_MILLI = 1e6;

    private final RequestLog.Writer out;
    private final AsyncRequestLogWriter file;
    private final BlockingQueue<String> waiting;

    private AccessLog(RequestLog.Writer out, AsyncRequestLogWriter file, BlockingQueue<String> waiting) {
        this.waiting = waiting;
        this.out = out;
        this.file = file;
    }

    /**
     * One that adds to a file, or to standard output when the name is a dash.
     *
     * @param name where it has {@code yyyy_mm_dd}, that is the day, and each day has a file of its own
     * @throws IOException when the file can't be written; the message names it
     */
    public static AccessLog open(String name) throws IOException {
        if (name.equals("-")) {
            return new AccessLog(System.out::println, null, null);
        }
        BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        AsyncRequestLogWriter writer = new AsyncRequestLogWriter(name, waiting);
        writer.setAppend(true);
        // Old files are the operator's to remove.
        writer.setRetainDays(0);
        try {
            writer.start();
        } catch (Exception e) {
            throw new IOException("cannot write the access log " + name + ": " + e.getMessage(), e);
        }
        return new AccessLog(writer, writer, waiting);
    }

    @Override
    public void finished(FinishedRequest request) {
        try {
            out.write(line(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(FinishedRequest request) {
        ObjectNode line = JSON.createObjectNode();
        line.put("time", request.time().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("remote", request.remote())
                .put("protocol", request.protocol());
        maybe(line, "principal", request.principal());
        maybe(line, "operation", request.operation());
        if (request.stream() != null) {
            line.put("account", request.stream().account())
                    .put("region", request.stream().region())
                    .put("stream", request.stream().name());
        }
        line.put("status", request.status());
        maybe(line, "error", request.error());
        line.put("bytesIn", request.bytesIn())
                .put("bytesOut", request.bytesOut())
                .put("ms", Math.round(request.nanos() / NANOS_IN_MILLI * 1000) / 1000.0);
        maybe(line, "requestId", request.requestId());
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can always be written", e);
        }
    }

    private static void maybe(ObjectNode line, String name, String value) {
        if (value != null) {
            line.put(name, value);
        }
    }

    /** Writes what waits, for some seconds at most, and closes the file. */
    @Override
    public void close() {
        try {
            if (file != null) {
                // The writer itself throws away what waits when it is stopped.
                long end = System.nanoTime() + LONGEST_CLOSING_NANOS;
                while (!waiting.isEmpty() && System.nanoTime() < end) {
                    LockSupport.parkNanos(CLOSING_STEP_NANOS);
                }
                file.stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot close the access log: " + e.getMessage(), e);
        }
    }
}
