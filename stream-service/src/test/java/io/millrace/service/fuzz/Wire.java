package io.millrace.service.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection on which anything can be sent. Used by one thread. */
final class Wire implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}).*", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
    private static final int LONGEST_HEAD = 1 << 16;

    private final Socket socket;
    private final InputStream in;

    /** @param millis the longest time that an answer may take */
    Wire(int port, int millis) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(millis);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * An answer.
     *
     * @param last nothing more comes on the connection
     */
    record Answer(int status, String head, String body, boolean last) {}

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Tells the service that nothing more will come. */
    void endOfRequests() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * The next answer, empty when the service has closed the connection instead. Of an event stream only the head is read.
     *
     * @throws java.net.SocketTimeoutException when neither comes
     */
    Optional<Answer> answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.size() > LONGEST_HEAD) {
                return Optional.empty();
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher status = STATUS.matcher(text);
        if (!status.matches()) {
            throw new IOException("no answer of HTTP: " + text);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(lower);
        boolean bounded = length.find();
        byte[] body = bounded ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
        boolean last = !bounded || lower.contains("connection: close");
        return Optional.of(new Answer(
                Integer.parseInt(status.group(1)), text, new String(body, StandardCharsets.ISO_8859_1), last));
    }

    /** Whatever comes, until the service ends it or is silent for so long. */
    void drain(int silentMillis) throws IOException {
        socket.setSoTimeout(silentMillis);
        try {
            byte[] some = new byte[1 << 12];
            while (in.read(some) >= 0) {
                // Its content is the service's business.
            }
        } catch (java.net.SocketTimeoutException e) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
