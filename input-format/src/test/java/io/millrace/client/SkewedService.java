package io.millrace.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a stream service as if that lived in another time: refuses, as AWS does, calls that are signed more than five
 * minutes off its clock. A server of its own, because the JDK's always sends this machine's date. Thread-safe.
 */
final class SkewedService implements AutoCloseable {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final DateTimeFormatter SIGNED =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String REFUSAL =
            "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired or not yet current\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger refused = new AtomicInteger();
    private final ServerSocket socket;
    private final URI server;
    private final Duration offset;

    /** @param offset how far its clock is ahead of this machine's */
    SkewedService(URI server, Duration offset) throws IOException {
        this.server = server;
        this.offset = offset;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "skewed-service");
        thread.setDaemon(true);
        thread.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** How many calls were refused because of their time. */
    int refused() {
        return refused.get();
    }

    /** One connection after the other, one call each: its clients make one call at a time. */
    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(new BufferedInputStream(connection.getInputStream()), connection.getOutputStream());
            } catch (IOException e) {
                // Closed, by the client or by the test: the loop goes on or ends.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void answer(InputStream in, OutputStream out) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        Instant now = Instant.now().plus(offset);
        Instant signed = SIGNED.parse(headers.get("x-amz-date"), Instant::from);
        if (Duration.between(signed, now).abs().compareTo(TOLERANCE) > 0) {
            refused.incrementAndGet();
            send(out, now, 400, "application/x-amz-json-1.1", REFUSAL.getBytes(StandardCharsets.UTF_8));
            return;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve("/")).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : new String[] {"x-amz-target", "content-type", "authorization", "x-amz-date"}) {
            request.header(name, headers.get(name));
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        send(
                out,
                now,
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    private static void send(OutputStream out, Instant now, int status, String type, byte[] body) throws IOException {
        String head = "HTTP/1.1 " + status + " answer\r\nDate: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)) + "\r\nContent-Type: "
                + type
                + (status == 400 ? "\r\nx-amzn-ErrorType: InvalidSignatureException" : "")
                + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client has gone");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
