package io.millrace.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text, a line feed and a filler that follows from the text, so that a changed or cut payload is noticed. */
final class Payload {
    private Payload() {}

    static byte[] of(String text, int fillerBytes) {
        byte[] head = (text + " +" + fillerBytes + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] payload = Arrays.copyOf(head, head.length + fillerBytes);
        Arrays.fill(payload, head.length, payload.length, filler(text));
        return payload;
    }

    static String text(byte[] payload) {
        int end = 0;
        while (end < payload.length && payload[end] != '\n') {
            end++;
        }
        String head = new String(payload, 0, end, StandardCharsets.UTF_8);
        int plus = head.lastIndexOf(" +");
        assertThat(plus).as("payload '%s'", head).isPositive();
        String text = head.substring(0, plus);
        assertThat(payload).as("payload of '%s'", text).isEqualTo(of(text, Integer.parseInt(head.substring(plus + 2))));
        return text;
    }

    private static byte filler(String text) {
        return (byte) text.hashCode();
    }
}
