package io.millrace.service.channel;

/**
 * Names what has a {@link Progress}.
 *
 * @param stream number of the stream, never used twice
 * @param channel id of the channel
 * @param shard index of the shard in its stream
 */
public record DeliveryKey(long stream, String channel, int shard) {}
