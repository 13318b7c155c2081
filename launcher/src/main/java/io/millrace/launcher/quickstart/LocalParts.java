package io.millrace.launcher.quickstart;

import io.millrace.launcher.UserError;
import io.millrace.launcher.client.Connection;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.HiveServerProcess;
import io.millrace.local.StreamServiceProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The servers of a quickstart, each a process of its own: stream service, DynamoDB Local and, if it is wanted, HiveServer2.
 * They are started side by side and all end with {@link #close}. Thread-safe.
 */
final class LocalParts implements AutoCloseable {
    /** Hive starts while the others do, so their ports are not known yet. */
    private static final URI LOOPBACK = URI.create("http://127.0.0.1");

    private final CompletableFuture<StreamServiceProcess> streams;
    private final CompletableFuture<DynamoDbLocalProcess> tables;
    private final Optional<CompletableFuture<HiveServerProcess>> hive;

    private LocalParts(RunFolder folder, boolean withHive) {
        streams = CompletableFuture.supplyAsync(
                () -> StreamServiceProcess.start(folder.streams(), folder.log("stream-service")));
        tables = CompletableFuture.supplyAsync(
                () -> DynamoDbLocalProcess.onDisk(folder.tables(), 0, folder.log("dynamodb")));
        hive = withHive ? Optional.of(CompletableFuture.supplyAsync(() -> hive(folder))) : Optional.empty();
    }

    /** Begins to start all of them. */
    static LocalParts withHive(RunFolder folder) {
        return new LocalParts(folder, true);
    }

    /** Begins to start the stream service and DynamoDB Local. */
    static LocalParts withoutHive(RunFolder folder) {
        return new LocalParts(folder, false);
    }

    private static HiveServerProcess hive(RunFolder folder) {
        return HiveServerProcess.start(folder.hive(), Connection.to(LOOPBACK).jvmFlags(), Map.of(), folder.log("hive"));
    }

    /** Where the Kinesis API is; waits until it is there. */
    URI kinesis() {
        return await(streams).endpoint();
    }

    /** Where DynamoDB is; waits until it is there. */
    URI dynamoDb() {
        return await(tables).endpoint();
    }

    /**
     * The port of HiveServer2; waits until it is there.
     *
     * @throws java.util.NoSuchElementException when it was not wanted
     */
    int hivePort() {
        return await(hive.orElseThrow()).port();
    }

    /** Ends all of them, and waits for their ends. */
    @Override
    public void close() {
        List<String> failures = new ArrayList<>();
        List<CompletableFuture<? extends AutoCloseable>> all =
                new ArrayList<>(hive.stream().toList());
        all.add(streams);
        all.add(tables);
        for (CompletableFuture<? extends AutoCloseable> part : all) {
            // One that never started was reported when it was waited for.
            part.handle((started, failure) -> Optional.<AutoCloseable>ofNullable(started))
                    .join()
                    .ifPresent(started -> close(started, failures));
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(String.join("; ", failures));
        }
    }

    /** As {@link #close}, when there is nobody left to tell of a failure. */
    void stopQuietly() {
        try {
            close();
        } catch (IllegalStateException e) {
            // A process that did not end in time was killed, and its log says why.
            System.err.println("millrace: " + e.getMessage());
        }
    }

    private static void close(AutoCloseable part, List<String> failures) {
        try {
            part.close();
        } catch (Exception e) {
            failures.add(e.getMessage());
        }
    }

    private static <T> T await(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            throw new UserError(e.getCause().getMessage(), e);
        }
    }
}
