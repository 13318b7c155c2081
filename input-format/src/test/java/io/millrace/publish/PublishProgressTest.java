package io.millrace.publish;

import io.millrace.client.StreamWriter;
import io.millrace.write.FakeSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;

/** What whoever waits for a publishing gets to see. */
public class PublishProgressTest {
    @Rule
    public final Staged staged = new Staged();

    private final FakeSink sink = new FakeSink();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    /** A stream that takes nothing until the first line is told, and nothing after that until one says that some is there. */
    private final StreamWriter waiting = InterceptedWriter.beforePut(
            sink,
            () -> awaitLine(sink.taken().isEmpty() ? "clicks: 0 of 300 records" : "clicks: [1-9]\\d* of 300 records"));

    private void awaitLine(String pattern) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> told.toString(StandardCharsets.UTF_8)
                .matches("(?s).*" + pattern + " are in the stream, \\d\\.\\d MB put\\n.*"));
    }

    @Test
    public void isHowManyRecordsAreThereOfHowManyAsItGoes() throws IOException {
        staged.task("a", Staged.texts("a", 300));
        AreaPublisher publisher = staged.begin(waiting);
        PublishProgress telling = new PublishProgress(
                "clicks",
                () -> publisher.progress(Staged.SINK),
                new PrintStream(told, true, StandardCharsets.UTF_8),
                Duration.ofMillis(20));
        try {
            publisher.publish(Staged.SINK);
        } finally {
            telling.end();
        }
    }
}
