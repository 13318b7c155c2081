package io.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Amazon's DynamoDB Local, running in a process of its own on a free port of 127.0.0.1. Thread-safe.
 */
public final class DynamoDbLocalProcess implements AutoCloseable {
    private final ChildJvm jvm;

    private DynamoDbLocalProcess(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts it with tables that live as long as the process, and a log that lives as long as this JVM. */
    public static DynamoDbLocalProcess inMemory() {
        try {
            Path log = Files.createTempFile("dynamodb-local", ".log");
            log.toFile().deleteOnExit();
            return inMemory(log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start DynamoDB Local", e);
        }
    }

    /** Starts it with tables that live as long as the process. */
    public static DynamoDbLocalProcess inMemory(Path log) {
        return start(List.of("--port", "0"), log);
    }

    /**
     * Starts it with tables kept in a folder.
     *
     * @param port 0 for a free one
     */
    public static DynamoDbLocalProcess onDisk(Path data, int port, Path log) {
        return start(List.of("--port", Integer.toString(port), "--data", data.toString()), log);
    }

    private static DynamoDbLocalProcess start(List<String> arguments, Path log) {
        return new DynamoDbLocalProcess(ChildJvm.start(new ChildJvm.Command(
                "DynamoDB Local",
                "local-dynamodb",
                List.of(),
                List.of("-Xmx256m"),
                "io.millrace.local.dynamodb.Main",
                new ArrayList<>(arguments),
                log)));
    }

    /** Where clients reach it. */
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
