package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.service.RunningService;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Clients that take their answer slowly or not at all, or go away in the middle: they are cut off, and what was held for
 * them is free again.
 */
public class SlowReadersTest {
    private static final String ZERO = "shardId-000000000000";
    private static final long MEMORY = 64L << 20;
    private static final int SHARDS = 12;
    private static final int RECORDS = 9;
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Before this the service notices by itself, for it sends something every five seconds. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Rule
    public final RunningService service =
            new RunningService().within(new Bounds(50, IDLE, 8 << 20, MEMORY, Duration.ofSeconds(30)));

    private String arn;
    private String consumer;

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(SHARDS));
        arn = service.client()
                .describeStreamSummary(d -> d.streamName("s"))
                .streamDescriptionSummary()
                .streamARN();
        consumer = service.client()
                .registerStreamConsumer(r -> r.streamARN(arn).consumerName("reader"))
                .consumer()
                .consumerARN();
    }

    @Test
    public void aPageThatIsNotReadIsGivenUp() throws Exception {
        fill();
        try (Socket socket = connect()) {
            send(socket, "GetRecords", getRecords());
            awaitMemoryInUse();

            awaitNothingHeld();
            assertThat(bytesUntilTheEnd(socket)).isLessThan(8L << 20);
        }
    }

    @Test
    public void aPageThatIsReadTooSlowlyIsGivenUp() throws Exception {
        fill();
        try (Socket socket = connect()) {
            send(socket, "GetRecords", getRecords());
            awaitMemoryInUse();

            // Two mebibytes a second: never idle, and yet too slow for twelve of them.
            byte[] some = new byte[1 << 16];
            long count = 0;
            for (int read = 0; read >= 0 && count < (12 << 20); count += read) {
                read = read(socket.getInputStream(), some);
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) * read / (2 << 20));
            }
            assertThat(count).isLessThan(12 << 20);
            awaitNothingHeld();
        }
    }

    @Test
    public void anAnswerThatWaitsForItsReaderIsNotOverwrittenByOthers() throws Exception {
        fill(0, 'a');
        fill(1, 'b');
        String other = getRecords("shardId-000000000001");
        try (Socket slow = connect()) {
            send(slow, "GetRecords", getRecords());
            awaitMemoryInUse();
            for (int i = 0; i < 3; i++) {
                try (Socket fleeting = connect()) {
                    send(fleeting, "GetRecords", other);
                    assertThat(fleeting.getInputStream().readNBytes(100_000)).hasSize(100_000);
                    // Resets the connection.
                    fleeting.setSoLinger(true, 0);
                }
                try (Socket quick = connect()) {
                    send(quick, "GetRecords", other);
                    assertThat(payloads(quick)).isEqualTo(Collections.nCopies(RECORDS, data('b')));
                }
            }

            assertThat(payloads(slow)).isEqualTo(Collections.nCopies(RECORDS, data('a')));
        }
    }

    @Test
    public void anHttp2StreamThatGetsNoRoomIsResetAndItsConnectionGoesOn() throws Exception {
        fill();
        try (Http2Wire wire = new Http2Wire(service.endpoint().getPort(), 10_000)) {
            wire.request(1, "GetRecords", getRecords());
            awaitMemoryInUse();
            await().atMost(PATIENCE).until(() -> {
                wire.ping();
                return free() == MEMORY;
            });

            wire.await(frame -> frame.type() == Http2Wire.RST_STREAM && frame.stream() == 1);
            wire.request(3, "ListStreams", "{}");
            wire.await(frame -> frame.type() == Http2Wire.DATA && frame.stream() == 3);
        }
    }

    @Test
    public void anHttp2StreamThatGetsALittleRoomNowAndThenIsReset() throws Exception {
        fill();
        try (Http2Wire wire = new Http2Wire(service.endpoint().getPort(), 10_000)) {
            wire.request(1, "GetRecords", getRecords());
            awaitMemoryInUse();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                wire.windowUpdate(1, 100);
                return free() == MEMORY;
            });

            wire.await(frame -> frame.type() == Http2Wire.RST_STREAM && frame.stream() == 1);
        }
    }

    @Test
    public void anHttp2ConnectionThatIsNotReadAtAllIsClosed() throws Exception {
        fill();
        try (Http2Wire wire = new Http2Wire(service.endpoint().getPort(), 1 << 30)) {
            wire.request(1, "GetRecords", getRecords());
            awaitMemoryInUse();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                try {
                    wire.ping();
                } catch (SocketException e) {
                    // It is closed: now only the memory is waited for.
                }
                return free() == MEMORY;
            });
        }
    }

    @Test
    public void eventsThatAreNotReadEndTheSubscription() throws Exception {
        fill();
        try (Socket socket = connect()) {
            send(socket, "SubscribeToShard", subscribe(ZERO));
            awaitSubscriptions(1);
            awaitMemoryInUse();

            awaitSubscriptions(0);
            awaitNothingHeld();
        }
    }

    @Test
    public void eventsThatHttp2GetsNoRoomForEndTheSubscription() throws Exception {
        fill();
        try (Http2Wire wire = new Http2Wire(service.endpoint().getPort(), 10_000)) {
            wire.request(1, "SubscribeToShard", subscribe(ZERO));
            awaitSubscriptions(1);
            awaitMemoryInUse();
            await().atMost(PATIENCE).until(() -> {
                wire.ping();
                return service.metric("millrace_subscriptions") == 0;
            });

            wire.await(frame -> frame.type() == Http2Wire.RST_STREAM && frame.stream() == 1);
            awaitNothingHeld();
        }
    }

    @Test
    public void whoClosesItsConnectionCanSubscribeAgainAtOnce() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "SubscribeToShard", subscribe(ZERO));
            awaitSubscriptions(1);
            // All of it, for else the connection would be reset.
            StringBuilder text = new StringBuilder();
            while (!text.toString().contains("MillisBehindLatest")
                    || socket.getInputStream().available() > 0) {
                text.append((char) socket.getInputStream().read());
            }
        }
        await().atMost(AT_ONCE).until(() -> service.metric("millrace_subscriptions") == 0);
        try (Socket socket = connect()) {
            send(socket, "SubscribeToShard", subscribe(ZERO));
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
        awaitSubscriptions(0);
        awaitNothingHeld();
    }

    @Test
    public void subscribersThatAreGoneBeforeTheFirstEventLeaveNothingBehind() throws Exception {
        for (int i = 0; i < SHARDS; i++) {
            Socket socket = connect();
            send(socket, "SubscribeToShard", subscribe(String.format("shardId-%012d", i)));
            // Resets the connection.
            socket.setSoLinger(true, 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(i));
            socket.close();
        }
        awaitSubscriptions(0);
        try (Http2Wire wire = new Http2Wire(service.endpoint().getPort(), 0)) {
            for (int i = 0; i < SHARDS; i++) {
                wire.request(1 + 2 * i, "SubscribeToShard", subscribe(String.format("shardId-%012d", i)));
                wire.reset(1 + 2 * i);
            }
            wire.request(1 + 2 * SHARDS, "ListStreams", "{}");
            wire.await(frame -> frame.type() == Http2Wire.HEADERS && frame.stream() == 1 + 2 * SHARDS);
            awaitSubscriptions(0);
        }
        awaitNothingHeld();
    }

    /** The payloads in the JSON of an answer that came with its length. */
    private static List<SdkBytes> payloads(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        assertThat(length.find()).isTrue();
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        List<SdkBytes> payloads = new ArrayList<>();
        for (JsonNode record : new ObjectMapper().readTree(body).get("Records")) {
            payloads.add(SdkBytes.fromByteArrayUnsafe(record.get("Data").binaryValue()));
        }
        return payloads;
    }

    private static SdkBytes data(char filling) {
        byte[] data = new byte[(1 << 20) - 1];
        Arrays.fill(data, (byte) filling);
        return SdkBytes.fromByteArrayUnsafe(data);
    }

    private void fill() {
        fill(0, '0');
    }

    /** Nine mebibytes into a shard. */
    private void fill(int shard, char filling) {
        String lowest = service.shards("s").get(shard).hashKeyRange().startingHashKey();
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .explicitHashKey(lowest)
                .data(data(filling))
                .build();
        List<PutRecordsRequestEntry> all = new ArrayList<>(Collections.nCopies(RECORDS, entry));
        assertThat(service.client()
                        .putRecords(p -> p.streamName("s").records(all))
                        .failedRecordCount())
                .isZero();
    }

    private String getRecords() {
        return getRecords(ZERO);
    }

    private String getRecords(String shard) {
        return "{\"ShardIterator\":\"" + service.iterator("s", shard, ShardIteratorType.TRIM_HORIZON) + "\"}";
    }

    private String subscribe(String shard) {
        return "{\"ConsumerARN\":\"" + consumer + "\",\"ShardId\":\"" + shard
                + "\",\"StartingPosition\":{\"Type\":\"TRIM_HORIZON\"}}";
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        // Little, so that what is not read stays with the service.
        socket.setReceiveBufferSize(1 << 12);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), service.endpoint().getPort()));
        return socket;
    }

    private static void send(Socket socket, String operation, String body) throws IOException {
        socket.getOutputStream()
                .write(("POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202." + operation
                                + "\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static int read(InputStream in, byte[] into) throws IOException {
        try {
            return in.read(into);
        } catch (SocketException e) {
            return -1;
        }
    }

    private static long bytesUntilTheEnd(Socket socket) throws IOException {
        long count = 0;
        byte[] some = new byte[1 << 16];
        try {
            for (int read = read(socket.getInputStream(), some); read >= 0; ) {
                count += read;
                read = read(socket.getInputStream(), some);
            }
        } catch (EOFException e) {
            // The end, too.
        }
        return count;
    }

    private double free() throws Exception {
        return service.metric("millrace_http_memory_free_bytes");
    }

    private void awaitMemoryInUse() {
        await().atMost(PATIENCE).until(() -> free() < MEMORY - (512 << 10));
    }

    private void awaitNothingHeld() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(free()).isEqualTo(MEMORY));
    }

    private void awaitSubscriptions(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(service.metric("millrace_subscriptions"))
                .isEqualTo(count));
    }
}
