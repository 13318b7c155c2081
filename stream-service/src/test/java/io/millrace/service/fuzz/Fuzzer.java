package io.millrace.service.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.millrace.service.action.Action;
import io.millrace.service.wire.SampleBodies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** One client that sends right and wrong requests, the same ones for the same seed. Used by one thread. */
final class Fuzzer {
    /** Deeper than what the service reads, which is Jackson's own bound. */
    private static final StreamWriteConstraints DEEP =
            StreamWriteConstraints.builder().maxNestingDepth(10_000).build();

    private static final ObjectMapper JSON =
            new ObjectMapper(JsonFactory.builder().streamWriteConstraints(DEEP).build());
    private static final ObjectMapper CBOR =
            new CBORMapper(CBORFactory.builder().streamWriteConstraints(DEEP).build());
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final int LONGEST_ANSWER_MILLIS = 25_000;
    private static final int FRAME_SILENCE_MILLIS = 20;

    private final int port;
    private final List<Action> actions;
    private final SampleBodies bodies;
    private final Random random;
    private final Mutations mutations;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private Wire wire;

    Fuzzer(int port, Map<String, Action> actions, SampleBodies bodies, long seed) {
        this.port = port;
        this.actions = new ArrayList<>(new TreeMap<>(actions).values());
        this.bodies = bodies;
        this.random = new Random(seed);
        this.mutations = new Mutations(random);
    }

    /** How often each status was answered; 0 counts connections that the service closed instead. */
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /** Sends so many requests. */
    void run(int requests) throws IOException {
        try {
            for (int i = 0; i < requests; i++) {
                step(i);
            }
        } finally {
            hangUp();
        }
    }

    private void step(int number) throws IOException {
        int kind = random.nextInt(100);
        if (kind == 0) {
            frames();
            return;
        }
        byte[] request = request();
        if (kind < 3) {
            request = mutations.spoil(request);
        }
        boolean cut = kind < 6;
        if (cut) {
            request = Arrays.copyOf(request, random.nextInt(request.length + 1));
        }
        try {
            exchange(request, kind < 6);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer to request " + number + ": " + show(request), e);
        } catch (AssertionError e) {
            throw new AssertionError("request " + number + ": " + show(request) + "\n" + e.getMessage(), e);
        }
    }

    /** @param odd the service may wait for more, or close the connection in the middle */
    private void exchange(byte[] request, boolean odd) throws IOException {
        if (wire == null) {
            wire = new Wire(port, LONGEST_ANSWER_MILLIS);
        }
        Optional<Wire.Answer> answer;
        try {
            wire.send(request);
            if (odd) {
                wire.endOfRequests();
            }
            answer = wire.answer();
        } catch (SocketException e) {
            // Closed while the request was on its way.
            answer = Optional.empty();
        }
        int status = answer.map(Wire.Answer::status).orElse(0);
        statuses.merge(status, 1, Integer::sum);
        // 503: no memory left; 505: no version of HTTP that there is.
        if (status >= 500 && status != 503 && status != 505) {
            throw new AssertionError(
                    "is answered " + answer.get().head() + answer.get().body());
        }
        if (odd || answer.isEmpty() || answer.get().last()) {
            hangUp();
        }
    }

    private void hangUp() throws IOException {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }

    private byte[] request() throws JsonProcessingException {
        Action action = actions.get(random.nextInt(actions.size()));
        Object tree = bodies.of(action.input(), random);
        for (int i = random.nextInt(3); i > 0; i--) {
            tree = mutations.spoil(tree);
        }
        boolean cbor = random.nextBoolean();
        byte[] body = (cbor ? CBOR : JSON).writeValueAsBytes(tree);
        if (random.nextInt(4) == 0) {
            body = mutations.spoil(body);
        }
        return message(action.name(), cbor, body);
    }

    private byte[] message(String operation, boolean cbor, byte[] body) {
        StringBuilder head = new StringBuilder();
        head.append(rarely(60, "GET", "POST"))
                .append(rarely(60, " /a%zz?b=%00", " /"))
                .append(" HTTP/1.1\r\nHost: x\r\n");
        head.append("Content-Type: ")
                .append(rarely(40, "text/plain; charset=\"", "application/x-amz-" + (cbor ? "cbor" : "json") + "-1.1"))
                .append("\r\n");
        if (random.nextInt(60) != 0) {
            head.append("X-Amz-Target: ")
                    .append(rarely(60, "Kinesis_20131202.", rarely(60, "DynamoDB.", "Kinesis_20131202.") + operation))
                    .append("\r\n");
        }
        if (random.nextInt(20) == 0) {
            head.append("Authorization: ").append(authorization()).append("\r\n");
        }
        if (random.nextInt(40) == 0) {
            head.append(rarely(2, "X-Amz-Date: never", "Expect: 100-continue")).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        if (random.nextInt(10) == 0) {
            whole.writeBytes(ascii(head + "Transfer-Encoding: chunked\r\n\r\n"));
            chunks(body, whole);
        } else {
            whole.writeBytes(ascii(head + "Content-Length: " + body.length + "\r\n\r\n"));
            whole.writeBytes(body);
        }
        return whole.toByteArray();
    }

    private void chunks(byte[] body, ByteArrayOutputStream out) {
        int from = 0;
        while (from < body.length) {
            int to = Math.min(body.length, from + 1 + random.nextInt(200));
            out.writeBytes(ascii(Integer.toHexString(to - from) + "\r\n"));
            out.write(body, from, to - from);
            out.writeBytes(ascii("\r\n"));
            from = to;
        }
        out.writeBytes(ascii("0\r\n\r\n"));
    }

    private String authorization() {
        return switch (random.nextInt(4)) {
            case 0 -> "AWS4-HMAC-SHA256 Credential=";
            case 1 -> "AWS4-HMAC-SHA256 Credential=a/b/c/d/e/f/g, SignedHeaders=;;, Signature=zz";
            case 2 -> "Basic " + "A".repeat(random.nextInt(3_000));
            default ->
                "AWS4-HMAC-SHA256 Credential=A/20260301/eu-west-3/kinesis/aws4_request, SignedHeaders=host,"
                        + " Signature=00";
        };
    }

    private String rarely(int share, String odd, String usual) {
        return random.nextInt(share) == 0 ? odd : usual;
    }

    /** HTTP/2 with frames of noise; all that matters is that the service outlives them. */
    private void frames() throws IOException {
        try (Wire http2 = new Wire(port, LONGEST_ANSWER_MILLIS)) {
            http2.send(PREFACE);
            http2.send(SETTINGS);
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] payload = mutations.noise(random.nextInt(100));
                byte[] head = {
                    0,
                    0,
                    (byte) payload.length,
                    (byte) random.nextInt(11),
                    (byte) random.nextInt(256),
                    0,
                    0,
                    0,
                    (byte) random.nextInt(8)
                };
                http2.send(head);
                http2.send(payload);
            }
            http2.drain(FRAME_SILENCE_MILLIS);
        } catch (SocketException e) {
            statuses.merge(0, 1, Integer::sum);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String show(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : Arrays.copyOf(bytes, Math.min(bytes.length, 2_000))) {
            text.append(each >= ' ' && each < 127 ? "" + (char) each : String.format("\\x%02x", each));
        }
        return text.toString();
    }
}
