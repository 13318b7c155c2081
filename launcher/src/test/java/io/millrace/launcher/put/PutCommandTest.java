package io.millrace.launcher.put;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.launcher.Cli;
import io.millrace.launcher.LauncherProcess;
import io.millrace.launcher.LocalService;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PutCommandTest {
    /** 128 + 15, which is how a shell calls SIGTERM. */
    private static final int TERMINATED = 143;

    @ClassRule
    public static final LocalService service = new LocalService();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void each_line_is_a_record_byte_for_byte() throws IOException {
        String stream = service.createStream("lines", 2);
        List<String> lines =
                IntStream.range(0, 1234).mapToObj(i -> "line " + i + " äöü").toList();
        Path file = Files.write(folder.newFile().toPath(), lines);

        Cli put = Cli.run("put", stream, file.toString(), "--endpoint-url", service.endpoint());

        assertThat(put.err()).isEmpty();
        assertThat(put.exitCode()).isZero();
        assertThat(put.out()).contains("put 1,234 records").contains("into stream '" + stream + "'");
        assertThat(service.records(stream)).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    public void a_live_input_that_is_stopped_tells_what_was_put() throws Exception {
        String stream = service.createStream("live", 1);
        try (LauncherProcess put =
                LauncherProcess.start(folder.getRoot().toPath(), "put", stream, "--endpoint-url", service.endpoint())) {
            put.type("one\n");
            await().atMost(60, SECONDS).until(() -> service.records(stream).equals(List.of("one")));
            put.type("two\n");
            await().atMost(60, SECONDS).until(() -> service.records(stream).size() == 2);

            put.terminate();

            assertThat(put.await(60)).isEqualTo(TERMINATED);
            // The answer to the second one may have been on its way. The input ends as well, and may do so first.
            assertThat(put.out() + put.err())
                    .containsOnlyOnce("put ")
                    .containsPattern("put [12] records? .*'" + stream);
        }
    }

    @Test
    public void lines_with_one_key_stay_in_their_order() throws IOException {
        String stream = service.createStream("ordered", 3);
        List<String> lines = IntStream.range(0, 120).mapToObj(i -> "same " + i).toList();
        Path file = Files.write(folder.newFile().toPath(), lines);

        Cli put = Cli.run(
                "put", stream, file.toString(), "--partition-key-field", "1", "--endpoint-url", service.endpoint());

        assertThat(put.exitCode()).isZero();
        assertThat(service.records(stream)).isEqualTo(lines);
    }

    @Test
    public void a_stream_that_does_not_exist_is_named() throws IOException {
        Path file = Files.write(folder.newFile().toPath(), List.of("line"));

        Cli put = Cli.run("put", "nowhere", file.toString(), "--endpoint-url", service.endpoint());

        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.err())
                .contains("nowhere")
                .contains("ResourceNotFoundException")
                .doesNotContain("\tat ");
    }

    @Test
    public void an_endpoint_that_nobody_listens_on_is_explained() throws IOException {
        Path file = Files.write(folder.newFile().toPath(), List.of("line"));

        Cli put = Cli.run("put", "access", file.toString(), "--endpoint-url", "http://127.0.0.1:1");

        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.err())
                .contains("cannot reach the endpoint http://127.0.0.1:1 ")
                .contains("--endpoint-url");
    }

    @Test
    public void records_whose_answer_was_lost_are_counted_as_they_may_be_there_twice() throws IOException {
        String stream = service.createStream("unanswered", 1);
        Path file = Files.write(folder.newFile().toPath(), List.of("one", "two"));
        try (FaultProxy proxy = FaultProxy.before(URI.create(service.endpoint()))
                .on("PutRecords", call -> call == 0, Fault.cutAfter())) {
            Cli put = Cli.run(
                    "put",
                    stream,
                    file.toString(),
                    "--endpoint-url",
                    proxy.endpoint().toString());

            assertThat(put.exitCode()).isZero();
            assertThat(put.out())
                    .contains("put 2 records")
                    .contains("2 sent again without an answer, so that they may be there twice");
        }
        assertThat(service.records(stream)).containsExactly("one", "two", "one", "two");
    }

    @Test
    public void records_of_a_call_that_was_refused_are_not_counted_as_such() throws IOException {
        String stream = service.createStream("refused", 1);
        Path file = Files.write(folder.newFile().toPath(), List.of("one"));
        try (FaultProxy proxy = FaultProxy.before(URI.create(service.endpoint()))
                .on(
                        "PutRecords",
                        call -> call == 0,
                        Fault.error(400, "ProvisionedThroughputExceededException", "slow down"))) {
            Cli put = Cli.run(
                    "put",
                    stream,
                    file.toString(),
                    "--endpoint-url",
                    proxy.endpoint().toString());

            assertThat(put.exitCode()).isZero();
            assertThat(put.out()).contains("put 1 record").doesNotContain("twice");
        }
        assertThat(service.records(stream)).containsExactly("one");
    }

    @Test
    public void a_stack_trace_is_shown_on_request() throws IOException {
        Path file = Files.write(folder.newFile().toPath(), List.of("line"));

        Cli put = Cli.run("put", "nowhere", file.toString(), "--endpoint-url", service.endpoint(), "--verbose");

        assertThat(put.err()).contains("\tat ");
    }

    @Test
    public void an_input_that_breaks_off_is_named() throws IOException {
        String stream = service.createStream("broken", 1);
        Path damaged = folder.newFile("damaged.gz").toPath();
        Files.write(damaged, new byte[] {0x1f, (byte) 0x8b, 'x'});
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        }
        Path cutOff = folder.newFile("cut-off.gz").toPath();
        Files.write(cutOff, Arrays.copyOf(packed.toByteArray(), packed.size() - 9));

        for (Path file : List.of(damaged, cutOff)) {
            Cli put = Cli.run("put", stream, file.toString(), "--endpoint-url", service.endpoint());
            assertThat(put.exitCode()).isEqualTo(1);
            assertThat(put.err()).contains("cannot read '" + file + "': ").doesNotContain("--verbose");
        }
    }

    @Test
    public void lines_that_are_left_out_are_counted() throws IOException {
        String stream = service.createStream("counted", 1);
        Path file = Files.writeString(folder.newFile().toPath(), "one\n\n");

        Cli put = Cli.run("put", stream, file.toString(), "--skip-invalid", "--endpoint-url", service.endpoint());

        assertThat(put.exitCode()).isZero();
        assertThat(put.out()).contains("put 1 record (").endsWith("into stream '" + stream + "'; 1 line left out\n");
    }
}
