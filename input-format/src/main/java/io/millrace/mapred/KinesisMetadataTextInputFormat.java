package io.millrace.mapred;

/**
 * As {@link KinesisTextInputFormat}, but values begin with where the record comes from, each followed by a tab: shard id,
 * sequence number, sub-sequence number, approximate arrival time (milliseconds since 1970 UTC), partition key. A tab or line end in one of
 * these is a blank.
 */
public final class KinesisMetadataTextInputFormat extends KinesisTextInputFormat {
    @Override
    boolean metadata() {
        return true;
    }
}
