package io.millrace.service.http;

import io.millrace.service.action.Action;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening side, one port for all: the first bytes tell TLS from plain text, ALPN or else the first bytes inside
 * tell HTTP/2 from HTTP/1.1, and plain HTTP/1.1 can be upgraded. Thread-safe.
 */
public final class HttpFrontEnd implements AutoCloseable {
    /** What a client may send on one HTTP/2 connection before the service has read it; bounds the memory it can take. */
    private static final int WINDOW_BYTES = 1 << 20;

    private static final int STREAMS_PER_CONNECTION = 1024;
    static final int MOST_HEADER_BYTES = 16 << 10;
    private static final long STOP_MILLIS = 5_000;
    /** How long a connection on which nothing happens is still held when the service stops. */
    private static final long IDLE_AT_STOP_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(HttpFrontEnd.class);

    private final Server server;
    private final ServerConnector connector;
    private final KinesisHandler handler;
    private final QueuedThreadPool threads;

    private HttpFrontEnd(Server server, ServerConnector connector, KinesisHandler handler, QueuedThreadPool threads) {
        this.threads = threads;
        this.handler = handler;
        this.server = server;
        this.connector = connector;
    }

    /**
     * Begins to listen.
     *
     * @param actions the operations by name
     * @throws IOException when the address can't be listened on
     */
    public static HttpFrontEnd start(FrontEndOptions options, Map<String, Action> actions, Monitoring monitoring)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("http");
        // Jetty's own pool has nothing as large.
        Server server = new Server(threads, null, new ArrayByteBufferPool(0, -1, Body.LARGEST_PIECE));
        server.setStopTimeout(STOP_MILLIS);
        ServerConnector connector = connector(server, options);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(options.bounds().connections(), connector));
        KinesisHandler handler = new KinesisHandler(actions, options);
        server.setHandler(new MonitoringHandler(monitoring, crossOrigin(options.origins(), handler)));
        server.setRequestLog(RequestFacts.tellingTo(monitoring.observers()));
        HttpFrontEnd frontEnd = new HttpFrontEnd(server, connector, handler, threads);
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

    private static ServerConnector connector(Server server, FrontEndOptions options) {
        HttpConfiguration plain = configuration();
        HttpConfiguration secure = configuration();
        // Clients reach the service by addresses and names that no certificate has, and choose what to check.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(options.tls().store());
        tls.setKeyStorePassword(options.tls().password());
        tls.setSniRequired(false);
        HttpConnectionFactory http1 = new HttpConnectionFactory(plain);
        // In lower case: names in ALPN are compared byte for byte.
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol(http1.getProtocol());
        SslConnectionFactory ssl = new SslConnectionFactory(tls, alpn.getProtocol());
        ServerConnector connector = new ServerConnector(
                server,
                new DetectorConnectionFactory(ssl),
                http1,
                bounded(new HTTP2CServerConnectionFactory(plain)),
                ssl,
                alpn,
                bounded(new HTTP2ServerConnectionFactory(secure)));
        InetSocketAddress address = options.address();
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(options.bounds().idle().toMillis());
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
        return connector;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(MOST_HEADER_BYTES);
        return configuration;
    }

    private static AbstractHTTP2ServerConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        http2.setInitialSessionRecvWindow(WINDOW_BYTES);
        http2.setInitialStreamRecvWindow(WINDOW_BYTES);
        return http2;
    }

    private static Handler crossOrigin(Set<String> origins, Handler inner) {
        CrossOriginHandler handler = new CrossOriginHandler();
        handler.setAllowedOriginPatterns(origins);
        handler.setAllowedMethods(Set.of("POST"));
        handler.setAllowedHeaders(Set.of(
                "authorization",
                "content-type",
                "x-amz-date",
                "x-amz-target",
                "x-amz-content-sha256",
                "x-amz-security-token",
                "x-amz-user-agent",
                "amz-sdk-invocation-id",
                "amz-sdk-request"));
        handler.setExposedHeaders(Set.of("x-amzn-requestid", "x-amzn-errortype", "x-amz-id-2", "date"));
        handler.setPreflightMaxAge(Duration.ofHours(1));
        handler.setHandler(inner);
        return handler;
    }

    /** Connections that are open. */
    public int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Threads that serve connections and requests. */
    public int threads() {
        return threads.getThreads();
    }

    /** Those of them that are at work. */
    public int busyThreads() {
        return threads.getUtilizedThreads();
    }

    /** Work that waits for a thread. */
    public int queuedTasks() {
        return threads.getQueueSize();
    }

    /** Memory that requests and answers may still take, in bytes. */
    public long freeBytes() {
        return handler.freeBytes();
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more requests and finishes those under way, for some seconds at most; then closes their connections. */
    @Override
    public void close() {
        if (!stop()) {
            LOG.warn("stopped with connections that did not end within {} ms; they were closed", STOP_MILLIS);
        }
    }

    /** As {@link #close}; whether all connections have ended in time, each after the request under way on it. */
    boolean stop() {
        try {
            server.stop();
            return true;
        } catch (TimeoutException e) {
            // Jetty says so at the end, when it has closed everything all the same.
            if (e.getSuppressed().length > 0) {
                throw new IllegalStateException("cannot stop listening", e);
            }
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop listening", e);
        }
    }
}
