package io.millrace.benchmark.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.ChildJvm;
import io.millrace.local.StreamServiceProcess;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.rocks.RocksShardLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The three that are measured, all with their data in one folder: the service, the bare HTTP stack (both processes of
 * their own) and the storage engine (in this process). Thread-safe, but for {@link #restartAfterKill}.
 */
final class Lab implements AutoCloseable {
    private static final long ENGINE_STREAM = 1;

    private StreamServiceProcess service;
    private final ChildJvm stack;
    private final ShardLog engine;
    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private Signer toService;
    private final Signer toStack;
    private final AtomicInteger engineShards = new AtomicInteger();

    /**
     * Starts all three.
     *
     * @param folder for all data, on the disk that is to be measured
     * @param verify whether the service verifies signatures
     */
    Lab(Path folder, boolean verify) throws IOException {
        this.folder = folder;
        if (verify) {
            Path keys = Files.writeString(folder.resolve("keys.json"), Signer.keyFile());
            options.addAll(List.of("--credentials", keys.toString()));
        }
        service = startService();
        stack = ChildJvm.start(new ChildJvm.Command(
                "HTTP stack",
                "benchmarks",
                List.of(),
                List.of("-Xmx512m"),
                HttpStackMain.class.getName(),
                List.of(),
                folder.resolve("stack.log")));
        engine = RocksShardLog.open(folder.resolve("engine"), Clock.systemUTC());
        toService = new Signer(service.endpoint());
        toStack = new Signer(URI.create("http://127.0.0.1:" + stack.port()));
    }

    private StreamServiceProcess startService() {
        return StreamServiceProcess.start(
                folder.resolve("service"), folder.resolve("service.log"), options.toArray(String[]::new));
    }

    /**
     * Ends the service as {@code kill -9} does and starts it again.
     *
     * @return seconds from the start of the process until clients can come
     */
    double restartAfterKill() {
        service.jvm().kill();
        long begin = System.nanoTime();
        service = startService();
        double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        toService = new Signer(service.endpoint());
        return seconds;
    }

    Path folder() {
        return folder;
    }

    Signer toService() {
        return toService;
    }

    Signer toStack() {
        return toStack;
    }

    ShardLog engine() {
        return engine;
    }

    ProcessHandle serviceProcess() {
        return process(service.jvm());
    }

    ProcessHandle stackProcess() {
        return process(stack);
    }

    private static ProcessHandle process(ChildJvm jvm) {
        return ProcessHandle.of(jvm.pid())
                .orElseThrow(() -> new IllegalStateException("a measured process has ended; its log: " + jvm.log()));
    }

    /** A new, empty shard of the engine. */
    ShardKey engineShard() {
        ShardKey shard = new ShardKey(ENGINE_STREAM, engineShards.getAndIncrement());
        engine.commit(new LogChange.Builder().open(shard, 1).build(), () -> {}).join();
        return shard;
    }

    /** Creates a stream of the service. */
    void createStream(String name, int shards) throws IOException {
        new Api(toService).createStream(name, shards);
    }

    /** Deletes a stream of the service with all its records. */
    void deleteStream(String name) throws IOException {
        new Api(toService).deleteStream(name);
    }

    /** An iterator at the beginning of a shard of the service. */
    String iterator(String stream, int shard) throws IOException {
        return new Api(toService).iterator(stream, shard);
    }

    /** Calls an operation of the service and reads its answer. */
    JsonNode call(String operation, Map<String, ?> members) throws IOException {
        return new Api(toService).call(operation, members);
    }

    @Override
    public void close() {
        engine.close();
        stack.close();
        service.close();
    }
}
