package io.millrace.launcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.LauncherProcess;
import io.millrace.launcher.LocalService;
import io.millrace.local.RuntimeClasspath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;

/** {@code millrace pig} with the connector's jar, as it was built. */
public class PigIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void an_example_runs_and_one_that_fails_has_another_exit_code() throws Exception {
        LocalService service = LocalService.shared();
        String stream = service.createStream("pig", 2);
        String line = "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET /a HTTP/1.1\" 404 12 \"-\" \"-\"";
        service.kinesis()
                .putRecord(put -> put.streamName(stream).partitionKey("a").data(SdkBytes.fromUtf8String(line)));
        Path output = folder.getRoot().toPath().resolve("top");

        assertThat(run(stream, service.endpoint(), output)).isZero();
        try (Stream<Path> files = Files.list(output)) {
            List<Path> parts = files.filter(
                            file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
            assertThat(parts).hasSize(1);
            assertThat(Files.readAllLines(parts.get(0))).containsExactly("/a\t1");
        }
        // The folder is there already.
        assertThat(run(stream, service.endpoint(), output)).isNotZero();
    }

    private int run(String stream, String endpoint, Path output) throws Exception {
        String script =
                RuntimeClasspath.root().resolve("examples/pig/top-errors.pig").toString();
        try (LauncherProcess pig = LauncherProcess.start(
                folder.newFolder().toPath(),
                "pig",
                "-f",
                script,
                "-param",
                "stream=" + stream,
                "-D",
                "kinesis.endpoint.url=" + endpoint,
                "-param",
                "output=" + output)) {
            return pig.await(180);
        }
    }
}
