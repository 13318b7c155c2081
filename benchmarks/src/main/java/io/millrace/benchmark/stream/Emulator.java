package io.millrace.benchmark.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.benchmark.Pause;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Another server of the Kinesis API, which somebody else has started, to be measured beside the service with the same
 * requests. Each put is measured on a new stream, so that what it keeps in memory stays little. Used by one thread.
 */
final class Emulator {
    private static final Pattern ENDPOINT = Pattern.compile("http://[\\w.-]+:\\d+/?");
    /** Records in the shard that is read. */
    private static final int MOST_DRAINED = 10_000;

    private static final int FILL_BATCH = 500;
    private static final long LOOK_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String name;
    private final Signer signer;
    private final Api api;
    private String stream;
    private int streams;

    private Emulator(String name, URI endpoint) {
        this.name = name;
        this.signer = new Signer(endpoint);
        this.api = new Api(signer);
    }

    /**
     * What the command line names.
     *
     * @param text {@code NAME=URL} or a URL, which then is the name too
     * @throws TypeConversionException when that has no host or port, or is not {@code http}
     */
    static Emulator of(String text) {
        int equals = text.indexOf('=');
        String url = text.substring(equals + 1);
        if (!ENDPOINT.matcher(url).matches()) {
            throw new TypeConversionException("'" + text + "': allowed is [NAME=]http://HOST:PORT");
        }
        return new Emulator(equals < 0 ? url : text.substring(0, equals), URI.create(url));
    }

    String name() {
        return name;
    }

    /** Puts into a stream that is new each time. */
    Exchange.Source puts(Puts puts) {
        return new Measured() {
            @Override
            public void prepare() throws IOException {
                renew();
                puts.check(signer, stream);
                current = puts.to(signer, stream);
            }
        };
    }

    /**
     * Reads a shard that is filled when it is first asked for.
     *
     * @param records as many as the service's shard has; it gets no more than it can well hold
     */
    Exchange.Source gets(Lab lab, Format format, int records) {
        return new Measured() {
            @Override
            public void prepare() throws IOException {
                if (current == null) {
                    renew();
                    Run.count(
                            Puts.many(lab, Format.JSON, FILL_BATCH).to(signer, stream),
                            1,
                            (Math.min(records, MOST_DRAINED) + FILL_BATCH - 1) / FILL_BATCH);
                    List<Integer> pages = pages(format);
                    String first = api.iterator(stream, 0);
                    current = () -> new Drain(signer, format, first, pages);
                }
            }
        };
    }

    /** One of its streams; what is not prepared yet has no {@code current}. */
    private abstract class Measured implements Exchange.Source {
        Exchange.Source current;

        @Override
        public Exchange open() throws IOException {
            return current.open();
        }

        @Override
        public void finish() {
            leave();
        }

        @Override
        public boolean isForeign() {
            return true;
        }
    }

    private void leave() {
        try {
            clear();
        } catch (IOException e) {
            // What was measured holds all the same, and the next stream has another name.
            stream = null;
        }
    }

    /** Deletes the stream that was measured last. */
    private void clear() throws IOException {
        if (stream != null) {
            api.deleteStream(stream);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (status() != null) {
                awaitUntil(deadline, "deletes");
            }
            stream = null;
        }
    }

    private void renew() throws IOException {
        clear();
        stream = "benchmark-" + ProcessHandle.current().pid() + "-" + streams++;
        api.createStream(stream, 1);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!"ACTIVE".equals(status())) {
            awaitUntil(deadline, "makes");
        }
    }

    private void awaitUntil(long deadline, String what) throws IOException {
        if (System.nanoTime() - deadline > 0) {
            throw new IOException(what + " stream " + stream + " in no "
                    + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " seconds");
        }
        Pause.millis(LOOK_MILLIS);
    }

    /** The stream's state, or null when there is none. */
    private String status() throws IOException {
        try {
            return api.call("DescribeStreamSummary", Map.of("StreamName", stream))
                    .get("StreamDescriptionSummary")
                    .get("StreamStatus")
                    .asText();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("ResourceNotFoundException")) {
                return null;
            }
            throw e;
        }
    }

    /** How many records each page of the shard has; empty ones at the end are left out. */
    private List<Integer> pages(Format format) throws IOException {
        List<Integer> pages = new ArrayList<>();
        String iterator = api.iterator(stream, 0);
        while (true) {
            JsonNode page = api.call("GetRecords", format, Map.of("ShardIterator", iterator, "Limit", Gets.PAGE));
            if (page.get("Records").isEmpty()) {
                break;
            }
            pages.add(page.get("Records").size());
            iterator = page.get("NextShardIterator").asText();
        }
        if (pages.isEmpty()) {
            throw new IOException("has none of the records that were put");
        }
        return pages;
    }
}
