package io.millrace.service.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers GET and HEAD of {@code /metrics} and {@code /healthz}; all else goes on, for the API has only POST. Stands outside
 * the handler for pages of other origins, so that no web page can read these. Thread-safe.
 */
final class MonitoringHandler extends Handler.Wrapper {
    private static final String METRICS = "/metrics";
    private static final String HEALTH = "/healthz";
    private static final JsonMapper JSON = new JsonMapper();

    private final Monitoring monitoring;

    MonitoringHandler(Monitoring monitoring, Handler inner) {
        super(inner);
        this.monitoring = monitoring;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        boolean reads = HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
        if (reads && METRICS.equals(path)) {
            RequestFacts.of(request).operation = METRICS;
            metrics(request, response, callback);
            return true;
        }
        if (reads && HEALTH.equals(path)) {
            RequestFacts.of(request).operation = HEALTH;
            monitoring.trouble().get().whenComplete((trouble, failure) -> {
                if (failure == null) {
                    health(request, response, callback, trouble);
                } else {
                    callback.failed(failure);
                }
            });
            return true;
        }
        return super.handle(request, response, callback);
    }

    private void metrics(Request request, Response response, Callback callback) {
        if (mayRead(request)) {
            send(
                    response,
                    callback,
                    200,
                    "text/plain; version=0.0.4; charset=utf-8",
                    monitoring.metrics().get());
        } else {
            send(
                    response,
                    callback,
                    403,
                    "text/plain; charset=utf-8",
                    "Only from this machine, unless the service runs with --metrics-access all.\n");
        }
    }

    private void health(Request request, Response response, Callback callback, Optional<String> trouble) {
        ObjectNode body = JSON.createObjectNode().put("status", trouble.isEmpty() ? "up" : "down");
        trouble.ifPresent(reason -> body.put("reason", mayRead(request) ? reason : "see the service's log"));
        send(response, callback, trouble.isEmpty() ? 200 : 503, "application/json", body + "\n");
    }

    private boolean mayRead(Request request) {
        return monitoring.access() == Monitoring.Access.ALL
                || (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress from
                        && from.getAddress().isLoopbackAddress());
    }

    private static void send(Response response, Callback callback, int status, String type, String text) {
        ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        response.write(true, body, callback);
    }
}
