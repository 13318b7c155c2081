package io.millrace.launcher.quickstart;

import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamWriter;
import io.millrace.config.StreamReference;
import io.millrace.launcher.put.LinePutter;
import io.millrace.launcher.put.LineSource;
import io.millrace.launcher.put.PartitionKeys;
import io.millrace.launcher.put.PutProgress;
import io.millrace.launcher.put.PutSummary;
import io.millrace.write.BatchWriter;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Puts log lines into the quickstart's stream. Not thread-safe. */
final class Producer {
    private final StreamWriter stream;

    /** @param kinesis closed by whoever has opened it */
    Producer(KinesisClient kinesis, String stream) {
        this.stream = SdkStreamWriter.over(kinesis, new StreamReference(stream, Optional.empty()));
    }

    /** Puts all lines of a source, a record each. */
    PutSummary put(LineSource lines, PutProgress progress) throws IOException {
        return new LinePutter(stream, BatchWriter.Pace.REAL, PartitionKeys.random(), LogFile.POLICY, progress)
                .putAll(lines);
    }
}
