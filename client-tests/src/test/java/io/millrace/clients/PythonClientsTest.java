package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.RuntimeClasspath;
import io.millrace.local.StreamServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** boto3 and the aws command; runs with the build's profile {@code python} only, since the build needs just a JDK. */
public class PythonClientsTest {
    private static final String ACCOUNT = "123456789012";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void boto3AndTheAwsCommandGetWhatTheyGetFromAws() throws Exception {
        try (StreamServiceProcess service = start()) {
            assertThat(check(service.endpoint())).endsWith("all right\n").doesNotContain("WRONG");
            // The same port, by TLS, with the service's certificate checked.
            assertThat(check(
                            URI.create("https://127.0.0.1:" + service.endpoint().getPort())))
                    .endsWith("all right\n")
                    .doesNotContain("WRONG");
        }
    }

    private StreamServiceProcess start() throws IOException {
        Path keys = Files.writeString(folder.getRoot().toPath().resolve("keys.yaml"), """
                keys:
                  - accessKey: %s
                    secret: %s
                    account: "%s"
                """.formatted(
                        Servers.ACCESS_KEY, Servers.SECRET_KEY, ACCOUNT));
        Path encryption =
                Files.writeString(folder.getRoot().toPath().resolve("encryption.yaml"), """
                keys:
                  - id: 4d3ac2f2-0c1b-4b6f-8f0e-6f2a1c9d7e55
                    key: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
                    account: "%s"
                    aliases: [alias/checks]
                """.formatted(ACCOUNT));
        return StreamServiceProcess.start(
                folder.getRoot().toPath().resolve("streams"),
                folder.getRoot().toPath().resolve("streams.log"),
                "--credentials",
                keys.toString(),
                "--encryption-keys",
                encryption.toString());
    }

    private String check(URI endpoint) throws Exception {
        Path script = RuntimeClasspath.root().resolve("client-tests/src/test/python/check_clients.py");
        Path output = folder.newFile().toPath();
        ProcessBuilder python = new ProcessBuilder("python3", script.toString(), endpoint.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        python.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID",
                        Servers.ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY",
                        Servers.SECRET_KEY,
                        "AWS_CA_BUNDLE",
                        folder.getRoot()
                                .toPath()
                                .resolve("streams/certificate.pem")
                                .toString()));
        int exitCode = python.start().waitFor();
        String said = Files.readString(output);
        assertThat(exitCode).as(said).isZero();
        return said;
    }
}
