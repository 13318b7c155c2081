package io.millrace.service.http;

import io.millrace.service.action.Action;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The listening side: HTTP/1.1 and HTTP/2 without TLS (prior knowledge or upgrade) on one port. Thread-safe.
 */
public final class HttpFrontEnd implements AutoCloseable {
    private static final int WINDOW_BYTES = 16 << 20;
    private static final int STREAMS_PER_CONNECTION = 1024;
    private static final long STOP_MILLIS = 5_000;
    /** How long a connection on which nothing happens is still held when the service stops. */
    private static final long IDLE_AT_STOP_MILLIS = 250;

    private final Server server;
    private final ServerConnector connector;

    private HttpFrontEnd(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Begins to listen.
     *
     * @param address port 0 takes a free one
     * @param actions the operations by name
     * @param account of all callers
     * @throws IOException when the address can't be listened on
     */
    public static HttpFrontEnd start(InetSocketAddress address, Map<String, Action> actions, String account)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("http");
        Server server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(configuration);
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        http2.setInitialSessionRecvWindow(WINDOW_BYTES);
        http2.setInitialStreamRecvWindow(WINDOW_BYTES);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration), http2);
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
        server.addConnector(connector);
        server.setHandler(new KinesisHandler(actions, account));
        HttpFrontEnd frontEnd = new HttpFrontEnd(server, connector);
        try {
            server.start();
        } catch (IOException e) {
            frontEnd.close();
            throw e;
        } catch (Exception e) {
            frontEnd.close();
            throw new IOException(e);
        }
        return frontEnd;
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more requests and finishes those under way, for some seconds at most. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop listening", e);
        }
    }
}
