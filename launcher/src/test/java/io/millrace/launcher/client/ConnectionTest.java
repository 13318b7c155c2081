package io.millrace.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.Test;
import picocli.CommandLine;

public class ConnectionTest {
    @Test
    public void the_option_wins_over_the_environment() {
        Map<String, String> environment =
                Map.of("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:2", "AWS_ENDPOINT_URL", "http://127.0.0.1:3");

        assertThat(connection(environment, "--endpoint-url", "http://127.0.0.1:1")
                        .endpoint())
                .contains(URI.create("http://127.0.0.1:1"));
        assertThat(connection(environment).endpoint()).contains(URI.create("http://127.0.0.1:2"));
        assertThat(connection(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:3")).endpoint())
                .contains(URI.create("http://127.0.0.1:3"));
        assertThat(connection(Map.of()).endpoint()).isEmpty();
    }

    @Test
    public void only_an_endpoint_on_this_machine_gets_dummy_credentials() {
        assertThat(connection(Map.of(), "--endpoint-url", "http://127.0.0.1:1").credentials())
                .isPresent();
        assertThat(connection(Map.of(), "--endpoint-url", "http://localhost:1").credentials())
                .isPresent();
        assertThat(connection(Map.of(), "--endpoint-url", "http://[::1]:1").credentials())
                .isPresent();
        assertThat(connection(Map.of(), "--endpoint-url", "https://kinesis.example.org")
                        .credentials())
                .isEmpty();
        assertThat(connection(Map.of()).credentials()).isEmpty();
    }

    @Test
    public void what_is_no_endpoint_is_refused() {
        assertThatThrownBy(() -> connection(Map.of(), "--endpoint-url", "localhost:4567"))
                .hasMessageContaining("'localhost:4567' is not an endpoint (http://HOST:PORT or https://HOST:PORT)");
        assertThatThrownBy(() -> connection(Map.of("AWS_ENDPOINT_URL", "http://a b")))
                .hasMessageContaining("the environment's AWS_ENDPOINT_URL 'http://a b' is not an endpoint");
    }

    @Test
    public void an_empty_variable_is_named_unless_an_option_says_the_endpoint() {
        assertThatThrownBy(() -> connection(Map.of("AWS_ENDPOINT_URL_KINESIS", "")))
                .hasMessage("the environment's AWS_ENDPOINT_URL_KINESIS is empty: unset it, or let it name an endpoint"
                        + " such as http://localhost:8000");
        assertThatThrownBy(() ->
                        connection(Map.of("AWS_ENDPOINT_URL_KINESIS", "", "AWS_ENDPOINT_URL", "http://127.0.0.1:3")))
                .hasMessageContaining("AWS_ENDPOINT_URL_KINESIS is empty");
        assertThat(connection(Map.of("AWS_ENDPOINT_URL_KINESIS", ""), "--endpoint-url", "http://127.0.0.1:1")
                        .endpoint())
                .contains(URI.create("http://127.0.0.1:1"));
    }

    private static Connection connection(Map<String, String> environment, String... arguments) {
        return CommandLine.populateCommand(new ConnectionOptions.ToKinesis(), arguments)
                .connection(environment);
    }
}
