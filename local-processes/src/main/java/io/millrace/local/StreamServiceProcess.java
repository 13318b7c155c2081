package io.millrace.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream service, running in a process of its own on a free port of 127.0.0.1. Thread-safe.
 */
public final class StreamServiceProcess implements AutoCloseable {
    private final ChildJvm jvm;

    private StreamServiceProcess(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /**
     * Starts the service on a data folder; what an earlier one left there is found again.
     *
     * @param data its data folder, made when missing
     * @param log file for its output
     * @param options further options of its command line; {@code --port N} overrides the free port
     */
    public static StreamServiceProcess start(Path data, Path log, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
        List<String> extra = List.of(options);
        if (!extra.contains("--port")) {
            arguments.addAll(List.of("--port", "0"));
        }
        arguments.addAll(extra);
        return new StreamServiceProcess(ChildJvm.start(new ChildJvm.Command(
                "stream service",
                "stream-service",
                List.of(),
                List.of("-Xmx512m"),
                "io.millrace.service.Main",
                arguments,
                log)));
    }

    /** Where clients reach it, such as {@code http://127.0.0.1:4567}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + jvm.port());
    }

    /** The process itself, to kill it or to look at its log. */
    public ChildJvm jvm() {
        return jvm;
    }

    @Override
    public void close() {
        jvm.close();
    }
}
