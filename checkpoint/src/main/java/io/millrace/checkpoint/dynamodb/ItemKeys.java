package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.IterationKey;
import java.util.Locale;

/** The range keys of the three kinds of items. The hash key of all of them is the logical name. Stateless. */
final class ItemKeys {
    static final String ITERATION = "#iteration#";
    private static final String SHARDS = "#shards#";
    private static final String PLANNING = "#planning#";

    private ItemKeys() {}

    /** Padded, so that DynamoDB's order of text is the order of the numbers, up to the greatest long. */
    static String header(IterationKey key) {
        return headers(key.streamArn())
                + String.format(Locale.ROOT, "%019d", key.number().value());
    }

    static String headers(String streamArn) {
        return streamArn + ITERATION;
    }

    static String chunk(String streamArn, String planId, int index) {
        return chunks(streamArn, planId) + String.format(Locale.ROOT, "%05d", index);
    }

    static String chunks(String streamArn, String planId) {
        return streamArn + SHARDS + planId + "#";
    }

    static String intent(String streamArn, String planId) {
        return intents(streamArn) + planId;
    }

    static String intents(String streamArn) {
        return streamArn + PLANNING;
    }
}
