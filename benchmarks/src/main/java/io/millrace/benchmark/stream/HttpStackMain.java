package io.millrace.benchmark.stream;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The service's HTTP server without the service: throws a request's body away and answers as many bytes as the header
 * {@link Signer#ANSWER_BYTES} asks for. Configured as the service's front end is.
 */
public final class HttpStackMain {
    private static final int LARGEST_ANSWER = 32 << 20;

    private HttpStackMain() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server(new QueuedThreadPool());
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(
                server, new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Canned());
        server.start();
        System.out.println("listening on port " + connector.getLocalPort());
        server.join();
    }

    private static final class Canned extends Handler.Abstract {
        // Outside of the heap, so that no answer is copied: the stack at its best.
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(LARGEST_ANSWER);

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Source.consumeAll(
                    request, Callback.from(() -> answer(request, response, callback), callback::failed));
            return true;
        }

        private void answer(Request request, Response response, Callback callback) {
            int length = (int) request.getHeaders().getLongField(Signer.ANSWER_BYTES);
            response.getHeaders()
                    .put(HttpHeader.CONTENT_TYPE, request.getHeaders().get(HttpHeader.CONTENT_TYPE));
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
            response.write(true, bytes.slice(0, length), callback);
        }
    }
}
