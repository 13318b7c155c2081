package io.millrace.service.channel;

import io.millrace.service.channel.KeyTemplate.Values;
import java.time.Instant;

/** The keys of a channel's objects: the same records always get the same key, and no others do. Immutable. */
public final class ObjectKeys {
    private static final KeyTemplate DEAD_LETTERS =
            new KeyTemplate("!{yyyy}/!{MM}/!{dd}/!{HH}/!{channel-name}-!{channel-id}-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}"
                    + "!{extension:.json}");
    /** No longer part of a key can come. */
    private static final String LONGEST_UNIQUE = "shardId-000000000000-" + "9".repeat(56) + "-9999999";

    private static final Instant ANY_TIME = Instant.EPOCH;

    private final String channelId;
    private final String channelName;
    private final String streamName;
    private final String extension;
    private final String prefix;
    private final KeyTemplate template;

    /** @param destination a bucket, whose template is right */
    public ObjectKeys(
            String channelId, String channelName, String streamName, RecordFormat format, Destination destination) {
        this.channelId = channelId;
        this.channelName = channelName;
        this.streamName = streamName;
        this.extension = format.extension() + destination.bucket().compression().extension();
        this.prefix = destination.deadLetters().prefix();
        this.template = new KeyTemplate(destination.bucket().template());
    }

    /** The prefix of dead letters of a channel whose owner names none: that of AWS. */
    public static String errorPrefix(String channelName, String channelId) {
        return "kinesis-channel/errors/" + channelName + "/" + channelId + "/";
    }

    /**
     * What only the object with these records has in its key.
     *
     * @param first sequence number of the first record
     * @param count of records, those that are not fit included
     */
    public static String unique(String shardId, Object first, long count) {
        return shardId + "-" + first + "-" + count;
    }

    /** The key of an object whose first record arrived then. */
    public String key(Instant first, String unique) {
        return template.resolve(values(first, unique));
    }

    /** The key of the object beside it with the records that are not fit. */
    public String deadLetterKey(Instant first, String unique) {
        return prefix + DEAD_LETTERS.resolve(values(first, unique));
    }

    public String longestKey() {
        return key(ANY_TIME, LONGEST_UNIQUE);
    }

    public String longestDeadLetterKey() {
        return deadLetterKey(ANY_TIME, LONGEST_UNIQUE);
    }

    private Values values(Instant first, String unique) {
        return new Values(channelName, channelId, streamName, first, unique, extension);
    }
}
