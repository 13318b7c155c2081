package io.millrace.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.client.Payload;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes apart what the Kinesis Producer Library packs into one record: four magic bytes, a protobuf message, and the MD5
 * of that message. The message has the fields 1: partition keys (a table), 2: explicit hash keys (a table), 3: records,
 * each of them with the fields 1: index of its partition key, 2: index of its explicit hash key, 3: data, 4: tags.
 * Stateless.
 */
final class Aggregates {
    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int MD5_BYTES = 16;

    private static final int PARTITION_KEYS = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int HASH_KEYS = tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int RECORDS = tag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int KEY_INDEX = tag(1, WireFormat.WIRETYPE_VARINT);
    private static final int HASH_KEY_INDEX = tag(2, WireFormat.WIRETYPE_VARINT);
    private static final int DATA = tag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED);

    private Aggregates() {}

    /**
     * One of the records in an aggregate.
     *
     * @param explicitHashKey decimal digits, if its producer named one
     */
    record Part(String partitionKey, Optional<String> explicitHashKey, Payload data) {}

    /** The parts in order, or empty when the bytes are anything else than a whole and unharmed aggregate. */
    static Optional<List<Part>> parts(Payload payload) {
        byte[] bytes = payload.bytes();
        int end = bytes.length - MD5_BYTES;
        if (end < MAGIC.length
                || Arrays.mismatch(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length) >= 0
                || !Arrays.equals(md5(bytes, MAGIC.length, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(CodedInputStream.newInstance(bytes, MAGIC.length, end - MAGIC.length)));
        } catch (IOException | IndexOutOfBoundsException e) {
            // Unharmed, but not of this form: then somebody else's bytes that happen to look like it.
            return Optional.empty();
        }
    }

    private static List<Part> parse(CodedInputStream in) throws IOException {
        List<String> keys = new ArrayList<>();
        List<String> hashKeys = new ArrayList<>();
        List<Indexed> records = new ArrayList<>();
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == PARTITION_KEYS) {
                keys.add(in.readStringRequireUtf8());
            } else if (tag == HASH_KEYS) {
                hashKeys.add(in.readStringRequireUtf8());
            } else if (tag == RECORDS) {
                int limit = in.pushLimit(in.readRawVarint32());
                records.add(record(in));
                in.popLimit(limit);
            } else {
                skip(in, tag);
            }
        }
        List<Part> parts = new ArrayList<>();
        for (Indexed record : records) {
            parts.add(new Part(keys.get(record.key()), record.hashKey().map(hashKeys::get), record.data()));
        }
        return parts;
    }

    private record Indexed(int key, Optional<Integer> hashKey, Payload data) {}

    private static Indexed record(CodedInputStream in) throws IOException {
        Optional<Integer> key = Optional.empty();
        Optional<Integer> hashKey = Optional.empty();
        Optional<Payload> data = Optional.empty();
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == KEY_INDEX) {
                key = Optional.of(index(in));
            } else if (tag == HASH_KEY_INDEX) {
                hashKey = Optional.of(index(in));
            } else if (tag == DATA) {
                data = Optional.of(Payload.sharing(in.readByteArray()));
            } else {
                skip(in, tag);
            }
        }
        if (key.isEmpty() || data.isEmpty()) {
            throw new IOException("a record without a partition key or data");
        }
        return new Indexed(key.get(), hashKey, data.get());
    }

    private static int index(CodedInputStream in) throws IOException {
        long index = in.readUInt64();
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new IOException("no table has an entry " + Long.toUnsignedString(index));
        }
        return (int) index;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new IOException("a group ends that never began");
        }
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }

    private static byte[] md5(byte[] bytes, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, from, to - from);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has MD5", e);
        }
    }
}
