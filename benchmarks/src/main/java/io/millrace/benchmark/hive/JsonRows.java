package io.millrace.benchmark.hive;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/**
 * Rows as JSON objects, all of one length, the same ones each time that they are made. Immutable.
 *
 * @param bytes of a row, at least 150
 */
record JsonRows(int bytes) {
    /** Hive's columns. */
    static final String COLUMNS = "id BIGINT, client STRING, page STRING, status INT, size BIGINT, note STRING";

    /** Pages that rows are about. */
    static final int PAGES = 100;

    /** Every so many rows one has the status of an error. */
    static final int ERRORS = 10;

    private static final String NOISE = noise();

    /** A row. */
    byte[] row(long number) {
        // Spreads neighbours over clients and pages.
        long mixed = (number * 0x9E3779B97F4A7C15L) >>> 24;
        String text = String.format(
                Locale.ROOT,
                "{\"id\":%d,\"client\":\"10.%d.%d.%d\",\"page\":\"%s\",\"status\":%d,\"size\":%d,\"note\":\"",
                number,
                mixed >>> 8 & 0xff,
                mixed >>> 16 & 0xff,
                mixed >>> 24 & 0xff,
                page((int) (mixed % PAGES)),
                number % ERRORS == 0 ? 500 : 200,
                mixed % 100_000);
        int missing = bytes - text.length() - 2;
        int from = (int) (mixed % (NOISE.length() - missing));
        return (text + NOISE.substring(from, from + missing) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    /** The partition key of a row; each has its own. */
    static String key(long number) {
        return String.format(Locale.ROOT, "row-%012d", number);
    }

    /** What a row counts against a shard's quota. */
    int quotaBytes() {
        return bytes + key(0).length();
    }

    static String page(int number) {
        return "/p/" + number;
    }

    private static String noise() {
        return new Random(7)
                .ints(1 << 16, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
