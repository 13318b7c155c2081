package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.http.Monitoring.Access;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.After;
import org.junit.Test;

/** The pages as one sees them who does not come from a loopback address, for a connector in memory has none. */
public class MonitoringHandlerTest {
    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);

    @After
    public void stop() throws Exception {
        server.stop();
    }

    @Test
    public void metricsAreForThisMachineUnlessForAll() throws Exception {
        start(Access.LOCAL, CompletableFuture.completedFuture(Optional.empty()));
        assertThat(get("GET /metrics"))
                .startsWith("HTTP/1.1 403 ")
                .contains("--metrics-access all")
                .doesNotContain("series 1");
    }

    @Test
    public void metricsCanBeForAll() throws Exception {
        start(Access.ALL, CompletableFuture.completedFuture(Optional.empty()));
        assertThat(get("GET /metrics")).startsWith("HTTP/1.1 200 ").endsWith("series 1\n");
        assertThat(get("HEAD /metrics"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: 9")
                .doesNotContain("series 1");
    }

    @Test
    public void healthTellsStrangersNoDetails() throws Exception {
        start(Access.LOCAL, CompletableFuture.completedFuture(Optional.of("the log refuses writes: /secret/path")));
        assertThat(get("GET /healthz"))
                .startsWith("HTTP/1.1 503 ")
                .endsWith("{\"status\":\"down\",\"reason\":\"see the service's log\"}\n");
        assertThat(get("HEAD /healthz")).startsWith("HTTP/1.1 503 ").doesNotContain("status\":");
    }

    @Test
    public void healthTellsTheReasonToThoseWhoMayReadTheMetrics() throws Exception {
        start(Access.ALL, CompletableFuture.completedFuture(Optional.of("full")));
        assertThat(get("GET /healthz"))
                .startsWith("HTTP/1.1 503 ")
                .endsWith("{\"status\":\"down\",\"reason\":\"full\"}\n");
    }

    @Test
    public void allElseGoesOn() throws Exception {
        start(Access.ALL, CompletableFuture.completedFuture(Optional.empty()));
        assertThat(get("GET /")).startsWith("HTTP/1.1 204 ");
        assertThat(get("POST /metrics")).startsWith("HTTP/1.1 204 ");
        assertThat(get("GET /metrics/")).startsWith("HTTP/1.1 204 ");
    }

    private void start(Access access, CompletionStage<Optional<String>> trouble) throws Exception {
        server.addConnector(connector);
        server.setHandler(new MonitoringHandler(
                new Monitoring(access, () -> "series 1\n", () -> trouble, List.of()), new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        response.setStatus(204);
                        callback.succeeded();
                        return true;
                    }
                }));
        server.start();
    }

    private String get(String methodAndPath) throws Exception {
        return connector.getResponse(methodAndPath + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
}
