package io.millrace.service.log;

import java.nio.charset.StandardCharsets;

/**
 * The decimal form of unsigned integers of 192 bits. Every record that is put or read has one in an answer, and
 * BigInteger takes about ten times as long for it.
 */
final class Decimal {
    /** As many digits as one step yields: what is left of a step, with 32 bits behind it, must fit a long. */
    private static final int STEP_DIGITS = 9;

    private static final long STEP = 1_000_000_000;
    private static final int MOST_DIGITS = 63;
    private static final long LOW_32 = 0xffff_ffffL;

    private Decimal() {}

    static String of(long high, long middle, long low) {
        long[] limbs = {high >>> 32, high & LOW_32, middle >>> 32, middle & LOW_32, low >>> 32, low & LOW_32};
        byte[] digits = new byte[MOST_DIGITS];
        int first = MOST_DIGITS;
        int top = 0;
        while (top < limbs.length) {
            long rest = 0;
            for (int i = top; i < limbs.length; i++) {
                long part = (rest << 32) | limbs[i];
                limbs[i] = part / STEP;
                rest = part % STEP;
            }
            int step = (int) rest;
            for (int i = 0; i < STEP_DIGITS; i++) {
                digits[--first] = (byte) ('0' + step % 10);
                step /= 10;
            }
            while (top < limbs.length && limbs[top] == 0) {
                top++;
            }
        }
        while (first < MOST_DIGITS - 1 && digits[first] == '0') {
            first++;
        }
        return new String(digits, first, MOST_DIGITS - first, StandardCharsets.ISO_8859_1);
    }
}
