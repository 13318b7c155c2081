package io.millrace.launcher.child;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.launcher.LauncherProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ForegroundTest {
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
    private static final int TERMINATED = 143;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void the_service_runs_until_it_is_told_to_stop() throws Exception {
        try (LauncherProcess service = start("service", "--port", "0")) {
            int port = awaitPort(service);
            assertThat(isOpen(port)).isTrue();

            service.terminate();

            assertThat(service.await(60)).isEqualTo(TERMINATED);
            await().atMost(30, SECONDS).until(() -> !isOpen(port));
        }
    }

    @Test
    public void dynamodb_runs_until_it_is_told_to_stop() throws Exception {
        try (LauncherProcess dynamoDb = start("dynamodb", "--port", "0")) {
            int port = awaitPort(dynamoDb);
            assertThat(isOpen(port)).isTrue();
            assertThat(dynamoDb.err()).doesNotContain("SLF4J");

            dynamoDb.terminate();

            assertThat(dynamoDb.await(60)).isEqualTo(TERMINATED);
            await().atMost(30, SECONDS).until(() -> !isOpen(port));
        }
    }

    @Test
    public void the_exit_code_of_the_process_is_handed_on() throws Exception {
        try (LauncherProcess service = start("service", "--no-such-option")) {
            assertThat(service.await(60)).isEqualTo(2);
            assertThat(service.err()).contains("--no-such-option");
        }
    }

    @Test
    public void the_help_is_the_one_of_the_process_with_examples() throws Exception {
        try (LauncherProcess service = start("service", "--help")) {
            assertThat(service.await(60)).isZero();
            assertThat(service.out())
                    .contains("Usage: millrace service")
                    .contains("--data")
                    .contains("Examples:");
        }
    }

    private LauncherProcess start(String... arguments) throws IOException {
        return LauncherProcess.start(folder.getRoot().toPath(), arguments);
    }

    private static int awaitPort(LauncherProcess process) {
        return await().atMost(60, SECONDS)
                .until(
                        () -> {
                            assertThat(process.isAlive()).as(process.err()).isTrue();
                            Matcher listening = LISTENING.matcher(process.out());
                            return listening.find() ? Integer.parseInt(listening.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    private static boolean isOpen(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }
}
