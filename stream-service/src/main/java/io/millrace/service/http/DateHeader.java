package io.millrace.service.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The value of the header Date, formatted once a second. Thread-safe. */
final class DateHeader {
    private static volatile Formatted last = new Formatted(Long.MIN_VALUE, "");

    private DateHeader() {}

    private record Formatted(long second, String text) {}

    static String of(Instant time) {
        Formatted known = last;
        if (known.second() != time.getEpochSecond()) {
            known = new Formatted(
                    time.getEpochSecond(), DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
            last = known;
        }
        return known.text();
    }
}
