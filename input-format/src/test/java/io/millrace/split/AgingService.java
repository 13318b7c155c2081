package io.millrace.split;

import io.millrace.local.StreamServiceProcess;
import io.millrace.testing.LocalServices;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A stream service of its own that lives through days within a test: its clock goes behind at first and catches up step by
 * step, so that it holds records of any age, and a change of a stream's retention has something to take away. For one thread.
 */
final class AgingService implements AutoCloseable {
    private final Path folder;
    private StreamServiceProcess process;
    private KinesisClient kinesis;

    /** A service in whose time it is so many hours ago. */
    AgingService(Path folder, int hoursAgo) {
        this.folder = folder;
        start(hoursAgo);
    }

    /** Time passes until it is so many hours ago; the service then has another address. */
    void passUntil(int hoursAgo) {
        close();
        start(hoursAgo);
    }

    private void start(int hoursAgo) {
        process = StreamServiceProcess.start(
                folder.resolve("data"),
                folder.resolve("service.log"),
                "--clock-behind",
                Duration.ofHours(hoursAgo).toString());
        kinesis = LocalServices.client(process.endpoint());
    }

    /** A client, until time passes. */
    KinesisClient kinesis() {
        return kinesis;
    }

    URI endpoint() {
        return process.endpoint();
    }

    @Override
    public void close() {
        kinesis.close();
        process.close();
    }
}
