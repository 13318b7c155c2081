package io.millrace.launcher.quickstart;

import io.millrace.launcher.UserError;
import io.millrace.launcher.put.Backoff;
import io.millrace.launcher.put.BatchSender;
import io.millrace.launcher.put.LinePutter;
import io.millrace.launcher.put.LineSource;
import io.millrace.launcher.put.PartitionKeys;
import io.millrace.launcher.put.PutProgress;
import io.millrace.launcher.put.PutSummary;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Puts log lines into the quickstart's stream. Not thread-safe. */
final class Producer {
    private final KinesisClient kinesis;
    private final String stream;

    Producer(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /** Puts all lines of a source, a record each. */
    PutSummary put(LineSource lines, PutProgress progress) throws IOException {
        BatchSender sender = new BatchSender(kinesis, stream, Backoff.DEFAULT, Producer::sleep);
        return new LinePutter(sender, PartitionKeys.random(), LogFile.POLICY, progress).putAll(lines);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting to send refused records again", e);
        }
    }
}
