package io.millrace.launcher.iterations;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What the Kinesis Producer Library makes of several records; all lengths below 128, so each takes a byte. */
final class Aggregate {
    private Aggregate() {}

    static byte[] of(String key, String... values) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        field(message, 1, key.getBytes(StandardCharsets.UTF_8));
        for (String value : values) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            record.write(1 << 3);
            record.write(0);
            field(record, 3, value.getBytes(StandardCharsets.UTF_8));
            field(message, 3, record.toByteArray());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
        whole.writeBytes(message.toByteArray());
        whole.writeBytes(md5(message.toByteArray()));
        return whole.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        out.write(number << 3 | 2);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has MD5", e);
        }
    }
}
