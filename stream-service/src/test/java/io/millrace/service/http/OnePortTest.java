package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.auth.AnyCaller;
import io.millrace.service.tls.SelfSigned;
import io.millrace.service.tls.TlsIdentity;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.AttributeMap;

/** All protocols on the one port, browsers' preflights, and clients that send too slowly. */
public class OnePortTest {
    @ClassRule
    public static final RunningService SERVICE = new RunningService();

    private static final int STARTS = 50;
    private static TlsIdentity identity;
    private static final AttributeMap TRUST = AttributeMap.builder()
            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
            .build();

    @BeforeClass
    public static void makeIdentity() {
        identity = SelfSigned.make("127.0.0.1", Instant.now());
    }

    @Test
    public void tlsWithHttp1() {
        try (KinesisClient client = KinesisClient.builder()
                .endpointOverride(SERVICE.secureEndpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningService.CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.builder().buildWithDefaults(TRUST))
                .build()) {
            client.createStream(c -> c.streamName("plain-tls").shardCount(1));
            assertThat(client.putRecord(p ->
                                    p.streamName("plain-tls").partitionKey("k").data(SdkBytes.fromUtf8String("x")))
                            .shardId())
                    .isEqualTo("shardId-000000000000");
        }
    }

    @Test
    public void tlsWithHttp1ByAlpn() throws Exception {
        // What the Kinesis Producer Library offers; the SDK for Java offers no ALPN for HTTP/1.1.
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(),
                        SERVICE.secureEndpoint().getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(30_000);
            socket.startHandshake();

            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    public void tlsWithHttp2ByAlpn() {
        listsStreams(Protocol.HTTP2, ProtocolNegotiation.ALPN);
    }

    @Test
    public void tlsWithHttp2WithoutAlpn() {
        listsStreams(Protocol.HTTP2, ProtocolNegotiation.ASSUME_PROTOCOL);
    }

    @Test
    public void tlsWithHttp1FromTheAsyncClient() {
        listsStreams(Protocol.HTTP1_1, ProtocolNegotiation.ASSUME_PROTOCOL);
    }

    @Test
    public void plainHttp1CanBeUpgraded() throws Exception {
        String answer = talk("""
                OPTIONS / HTTP/1.1\r
                Host: x\r
                Connection: Upgrade, HTTP2-Settings\r
                Upgrade: h2c\r
                HTTP2-Settings: AAMAAABkAAQAAP__\r
                \r
                """);
        assertThat(answer).startsWith("HTTP/1.1 101 ").containsIgnoringCase("upgrade: h2c");
    }

    @Test
    public void aPageOfThisMachineMaySendRequestsAndAnotherMayNot() throws Exception {
        assertThat(preflight("http://localhost:3000"))
                .contains("Access-Control-Allow-Origin: http://localhost:3000")
                .containsIgnoringCase("x-amz-target");
        assertThat(preflight("https://example.com")).doesNotContain("Access-Control-Allow-Origin");
    }

    @Test
    public void aClientThatStopsInTheMiddleOfItsBodyIsCutOff() throws Exception {
        long begin = System.nanoTime();
        String answer = talk(
                "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\nContent-Length: 10\r\n\r\n{");
        // On a busy machine much later than it should, and still before the 30 seconds that a whole body may take.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(RunningService.IDLE.multipliedBy(8));
        assertThat(answer).isEmpty();
    }

    @Test
    public void headersThatAreTooLargeAreRefused() throws Exception {
        assertThat(talk("POST / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    /** Stopping waits for the selector and for all requests, which fails when one of them can't end. */
    @Test
    public void itStopsHoweverOftenAndWhileClientsComeAndGo() throws Exception {
        for (int i = 0; i < STARTS; i++) {
            HttpFrontEnd frontEnd = frontEnd(() -> CompletableFuture.completedFuture(Optional.empty()));
            int port = frontEnd.port();
            AtomicBoolean stopped = new AtomicBoolean();
            Thread clients = new Thread(() -> comeAndGo(port, stopped), "clients");
            clients.start();
            try {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(i % 10));
                assertThat(frontEnd.stop()).as("all connections ended in time").isTrue();
            } finally {
                stopped.set(true);
                clients.join();
            }
        }
    }

    /** Whoever waits for an answer that does not come can't keep the service from stopping. */
    @Test
    public void itStopsAlthoughARequestDoesNotEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        HttpFrontEnd frontEnd = frontEnd(() -> {
            asked.countDown();
            return new CompletableFuture<>();
        });
        int port = frontEnd.port();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            asked.await();
            assertThat(frontEnd.stop()).as("all connections ended in time").isFalse();

            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(IOException.class);
        }
    }

    private HttpFrontEnd frontEnd(Supplier<CompletionStage<Optional<String>>> health) throws IOException {
        return HttpFrontEnd.start(
                new FrontEndOptions(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        identity,
                        Set.of(FrontEndOptions.LOCAL_ORIGINS),
                        new AnyCaller("000000000000"),
                        Bounds.standard(),
                        InstantSource.system()),
                Map.of(),
                new Monitoring(Monitoring.Access.LOCAL, () -> "", health, List.of()));
    }

    private static void comeAndGo(int port, AtomicBoolean stopped) {
        while (!stopped.get()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(5);
                socket.getOutputStream()
                        .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (socket.getInputStream().read() >= 0) {
                    // Until the service or the timeout ends it.
                }
            } catch (IOException e) {
                // It stops.
            }
        }
    }

    private static String preflight(String origin) throws IOException {
        return talk("OPTIONS / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: content-type,x-amz-target\r\n\r\n");
    }

    /** What comes back until the service closes the connection, or a short while after an upgrade. */
    private static String talk(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), SERVICE.endpoint().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
                if (text.indexOf("HTTP/1.1 101") == 0 && text.indexOf("\r\n\r\n") > 0) {
                    break;
                }
            }
            return text.toString();
        }
    }

    private static void listsStreams(Protocol protocol, ProtocolNegotiation negotiation) {
        try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(SERVICE.secureEndpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningService.CREDENTIALS)
                .httpClient(NettyNioAsyncHttpClient.builder()
                        .protocol(protocol)
                        .protocolNegotiation(negotiation)
                        .buildWithDefaults(TRUST))
                .build()) {
            assertThat(client.describeLimits(d -> {}).join().shardLimit()).isPositive();
        }
    }
}
