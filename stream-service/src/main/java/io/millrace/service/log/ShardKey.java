package io.millrace.service.log;

/**
 * Names a shard in the log, over all streams.
 *
 * @param stream number of the stream, never used twice
 * @param index index of the shard in its stream, never used twice
 */
public record ShardKey(long stream, int index) {}
