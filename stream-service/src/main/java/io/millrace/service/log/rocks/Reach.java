package io.millrace.service.log.rocks;

/**
 * How far the engine's files reach.
 *
 * @param sequence the engine's sequence number of the last write
 * @param wal the number of the write-ahead log that it went to
 * @param walBytes the bytes of that log
 * @param manifest the number of the newest manifest
 * @param manifestBytes the bytes of that manifest
 * @param manifestChecksum the CRC-32C of those bytes
 */
record Reach(long sequence, long wal, long walBytes, long manifest, long manifestBytes, long manifestChecksum) {}
