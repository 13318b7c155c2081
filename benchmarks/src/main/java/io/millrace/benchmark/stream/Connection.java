package io.millrace.benchmark.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A kept-open HTTP/1.1 connection that costs next to nothing: requests are ready-made bytes, and of an answer only its
 * length is looked at. What it saves on the two sides' common machine goes to the server. Used by one thread.
 */
final class Connection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final int LONGEST_HEAD = 8 << 10;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] answer = new byte[64 << 10];
    private int bodyStart;
    private int bodyEnd;

    Connection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /**
     * Sends a request and takes in its answer.
     *
     * @return length of the answer's body in bytes
     * @throws IOException when the answer's status is not 200; the message holds its body
     */
    int send(byte[] request) throws IOException {
        out.write(request);
        int filled = 0;
        int head = -1;
        while (head < 0) {
            filled += fill(filled);
            head = indexOf(answer, HEAD_END, 0, Math.min(filled, LONGEST_HEAD));
        }
        String lines = new String(answer, 0, head + 2, StandardCharsets.ISO_8859_1);
        bodyStart = head + HEAD_END.length;
        bodyEnd = bodyStart + contentLength(lines);
        if (answer.length < bodyEnd) {
            answer = Arrays.copyOf(answer, bodyEnd);
        }
        while (filled < bodyEnd) {
            filled += fill(filled);
        }
        if (!lines.startsWith("HTTP/1.1 200")) {
            throw new IOException(
                    lines.lines().findFirst().orElse("no status") + ": " + new String(body(), StandardCharsets.UTF_8));
        }
        return bodyEnd - bodyStart;
    }

    /** A copy of the last answer's body. */
    byte[] body() {
        return Arrays.copyOfRange(answer, bodyStart, bodyEnd);
    }

    /** A copy of the first bytes of the last answer's body. */
    byte[] bodyHead(int bytes) {
        return Arrays.copyOfRange(answer, bodyStart, Math.min(bodyEnd, bodyStart + bytes));
    }

    /** A copy of the last bytes of the last answer's body. */
    byte[] bodyTail(int bytes) {
        return Arrays.copyOfRange(answer, Math.max(bodyStart, bodyEnd - bytes), bodyEnd);
    }

    static int indexOf(byte[] text, byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private int fill(int at) throws IOException {
        if (at == answer.length) {
            answer = Arrays.copyOf(answer, 2 * answer.length);
        }
        int read = in.read(answer, at, answer.length - at);
        if (read < 0) {
            throw new EOFException("the server closed the connection in the middle of an answer");
        }
        return read;
    }

    private static int contentLength(String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("the answer has no Content-Length: " + head);
        }
        return Integer.parseInt(
                head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
