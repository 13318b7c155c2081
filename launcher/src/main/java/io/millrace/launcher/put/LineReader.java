package io.millrace.launcher.put;

import io.millrace.launcher.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Takes a stream of bytes apart at line ends; the bytes of a line stay as they are, whatever their character set. Input
 * that begins as a gzip file is unpacked. Not thread-safe.
 */
public final class LineReader implements LineSource, Closeable {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private long number;

    /**
     * Reads lines of at most {@code maxBytes} bytes.
     *
     * @throws IOException when the first bytes can't be read
     */
    public LineReader(InputStream in, int maxBytes) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(in, BUFFER);
        raw.mark(2);
        boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        this.in = gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads a file, or standard input for null and "-".
     *
     * @throws UserError when it can't be read
     */
    public static LineReader open(Path file, int maxBytes) throws IOException {
        if (file == null || file.toString().equals("-")) {
            return new LineReader(System.in, maxBytes);
        }
        // Not only regular files: what a shell makes of <(zcat *.gz) is a pipe.
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new UserError("'" + file + "' is not a file that can be read");
        }
        try {
            // Not Files.newInputStream, which seeks to tell how much is there, and fails at a pipe.
            return new LineReader(new FileInputStream(file.toFile()), maxBytes);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The failure of an input for people; null and "-" are standard input. */
    public static UserError unreadable(Path file, IOException e) {
        String name = file == null || file.toString().equals("-") ? "standard input" : "'" + file + "'";
        // A gzip file that is cut off or damaged ends in an EOFException without a message.
        return new UserError(
                "cannot read " + name + ": " + (e.getMessage() == null ? "it ends too early" : e.getMessage()), e);
    }

    /**
     * {@inheritDoc}
     *
     * @return a line; when it was longer than the bound, its first {@code maxBytes + 1} bytes, so that it is told apart
     */
    @Override
    public Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        number++;
        for (; read >= 0 && read != '\n'; read = in.read()) {
            // One byte more than allowed, and one for a CR that does not count.
            if (line.size() < maxBytes + 2) {
                line.write(read);
            }
        }
        byte[] bytes = line.toByteArray();
        boolean crlf = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return Optional.of(new Line(number, crlf ? Arrays.copyOf(bytes, bytes.length - 1) : bytes));
    }

    @Override
    public boolean ready() throws IOException {
        return in.available() > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
