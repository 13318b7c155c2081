package io.millrace.service.log.rocks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of the first bytes of one file that only grows. Bytes that were read once are not read again, so that
 * asking after each write is cheap. Used by one thread at a time.
 */
final class GrowingChecksum {
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long read;

    /**
     * The checksum of the first bytes of the file.
     *
     * @param bytes how many; not fewer than the last time
     * @throws EOFException when the file is shorter
     */
    long upTo(Path file, long bytes) throws IOException {
        if (read == bytes) {
            return crc.getValue();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (read < bytes) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - read));
                int got = channel.read(buffer, read);
                if (got < 0) {
                    throw new EOFException(file + " ends at byte " + read + " of " + bytes);
                }
                read += got;
                crc.update(buffer.flip());
            }
        }
        return crc.getValue();
    }
}
