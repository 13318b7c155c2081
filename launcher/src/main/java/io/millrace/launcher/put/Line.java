package io.millrace.launcher.put;

/**
 * One line of the input.
 *
 * @param number 1 for the first
 * @param bytes without the line end (LF or CRLF)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are handed on as they are
public record Line(long number, byte[] bytes) {}
