package io.millrace.service.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A plain connection with HTTP/2, frame by frame, so that a client can behave as badly as it likes. Used by one thread. */
final class Http2Wire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;

    /** @param window bytes that the service may send of an answer before it is told that there is room for more */
    Http2Wire(int port, int window) throws IOException {
        // Little, so that what is not read stays with the service.
        socket.setReceiveBufferSize(1 << 12);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(window)
                        .array());
        // The connection has a window of its own.
        windowUpdate(0, 1 << 30);
    }

    /** A frame that came, without its content. */
    record Frame(int type, int stream, int length) {}

    void request(int stream, String operation, String body) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        header(head, ":method", "POST");
        header(head, ":scheme", "http");
        header(head, ":path", "/");
        header(head, ":authority", "127.0.0.1");
        header(head, "content-type", "application/x-amz-json-1.1");
        header(head, "x-amz-target", "Kinesis_20131202." + operation);
        frame(HEADERS, END_HEADERS, stream, head.toByteArray());
        frame(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.UTF_8));
    }

    void windowUpdate(int stream, int more) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(more).array());
    }

    /** Shows that the client is there. */
    void ping() throws IOException {
        frame(PING, 0, 0, new byte[8]);
    }

    void reset(int stream) throws IOException {
        frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(8).array());
    }

    /** Reads on to the first frame of a kind. */
    Frame await(Predicate<Frame> kind) throws IOException {
        while (true) {
            Frame frame = next();
            if (kind.test(frame)) {
                return frame;
            }
        }
    }

    private Frame next() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readUnsignedByte();
        int stream = in.readInt();
        in.skipNBytes(length);
        return new Frame(type, stream, length);
    }

    private void frame(int type, int flags, int stream, byte[] content) throws IOException {
        out.write(ByteBuffer.allocate(9 + content.length)
                .put((byte) 0)
                .putShort((short) content.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array());
        out.flush();
    }

    /** As a literal that is not to be indexed, with a name that is none either. */
    private static void header(ByteArrayOutputStream head, String name, String value) {
        head.write(0);
        for (String each : new String[] {name, value}) {
            head.write(each.length());
            head.writeBytes(each.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
