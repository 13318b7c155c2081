package io.millrace.payload;

import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.snappy.SnappyFramedInputStream;
import io.airlift.compress.zstd.ZstdInputStream;
import io.millrace.client.Payload;
import io.millrace.config.Compression;
import io.millrace.config.KinesisOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Decompresses payloads, up to a size. Immutable and thread-safe. */
final class Decompressor {
    private static final byte[] GZIP = HexFormat.of().parseHex("1f8b");
    private static final byte[] ZSTD = HexFormat.of().parseHex("28b52ffd");
    /** The chunk with which every stream in snappy's framing format begins. */
    private static final byte[] SNAPPY = HexFormat.of().parseHex("ff060000734e61507059");

    private final Compression compression;
    private final int mostBytes;

    Decompressor(Compression compression, int mostBytes) {
        this.compression = compression;
        this.mostBytes = mostBytes;
    }

    /**
     * The bytes as they were before they were compressed.
     *
     * @throws UnreadablePayloadException when they are damaged, cut off, or too many
     */
    Payload decompress(Payload payload) throws UnreadablePayloadException {
        byte[] bytes = payload.bytes();
        Compression method = compression == Compression.AUTO ? told(bytes) : compression;
        try {
            return switch (method) {
                case NONE, AUTO -> payload;
                case GZIP -> drain(new WholeGzip(bytes), method);
                case ZSTD -> drain(new ZstdInputStream(new ByteArrayInputStream(require(ZSTD, bytes))), method);
                case SNAPPY ->
                    startsWith(bytes, SNAPPY)
                            ? drain(new SnappyFramedInputStream(new ByteArrayInputStream(bytes)), method)
                            : rawSnappy(bytes);
            };
        } catch (IOException | RuntimeException e) {
            // On damaged bytes the decoders throw what comes, index errors included.
            throw new UnreadablePayloadException("it is no sound " + word(method) + ": " + e.getMessage(), e);
        }
    }

    private static Compression told(byte[] bytes) {
        if (startsWith(bytes, GZIP)) {
            return Compression.GZIP;
        }
        if (startsWith(bytes, ZSTD)) {
            return Compression.ZSTD;
        }
        return startsWith(bytes, SNAPPY) ? Compression.SNAPPY : Compression.NONE;
    }

    private Payload drain(InputStream stream, Compression method) throws IOException, UnreadablePayloadException {
        try (stream) {
            byte[] plain = stream.readNBytes(mostBytes);
            if (stream.read() >= 0) {
                throw tooLong(method);
            }
            return Payload.sharing(plain);
        }
    }

    private Payload rawSnappy(byte[] bytes) throws UnreadablePayloadException {
        int length = SnappyDecompressor.getUncompressedLength(bytes, 0);
        if (length > mostBytes) {
            throw tooLong(Compression.SNAPPY);
        }
        byte[] plain = new byte[length];
        int written = new SnappyDecompressor().decompress(bytes, 0, bytes.length, plain, 0, length);
        if (written != length) {
            throw new UnreadablePayloadException(
                    "it is no sound snappy: it has " + written + " bytes instead of " + length);
        }
        return Payload.sharing(plain);
    }

    private UnreadablePayloadException tooLong(Compression method) {
        return new UnreadablePayloadException("it is " + word(method) + " of more than " + mostBytes + " bytes, which "
                + KinesisOptions.DECOMPRESSED_BYTES + " allows");
    }

    /** Of an empty input the decoder makes an empty output, without a complaint. */
    private static byte[] require(byte[] magic, byte[] bytes) throws IOException {
        if (!startsWith(bytes, magic)) {
            throw new IOException("its first bytes are others");
        }
        return bytes;
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static String word(Compression method) {
        return method.name().toLowerCase(Locale.ROOT);
    }
}
