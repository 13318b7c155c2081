package io.millrace.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.client.ReadCounter;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.split.Job;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

public final class SplitReaderCloseTest {
    @Test
    public void closingEndsACallThatGetsNoAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ConnectorConfig config = ConnectorConfig.from(Job.on("logs")
                    .set(KinesisOptions.ENDPOINT_URL, "http://127.0.0.1:" + silent.getLocalPort())
                    .conf());
            SplitReader reader =
                    SplitReader.open(config, split(), SplitReader.Host.of(new Configuration()), ReadCounter.Meter.NONE);
            CompletableFuture<Exception> failure = CompletableFuture.supplyAsync(() -> failureOf(reader));
            try (Socket asked = silent.accept()) {
                assertThat(asked.getInputStream().read())
                        .as("the request has come")
                        .isPositive();

                reader.close();

                // Much less than the 30 seconds after which the client would give up by itself.
                await().atMost(Duration.ofSeconds(15)).until(() -> !isReading() && failure.isDone());
                assertThat(failure.join()).hasMessageContaining("closed");
            }
        }
    }

    private static Exception failureOf(SplitReader reader) {
        try {
            reader.next();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    private static boolean isReading() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("millrace-read-" + FakeStream.SHARD));
    }

    private static KinesisSplit split() {
        return new KinesisSplit(
                FakeStream.IDENTITY,
                FakeStream.SHARD,
                Optional.empty(),
                new StartingPosition.TrimHorizon(),
                new KinesisSplit.End(SequenceNumber.of("1"), true),
                KinesisSplit.Times.ANY);
    }
}
