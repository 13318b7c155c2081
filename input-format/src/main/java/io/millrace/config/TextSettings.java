package io.millrace.config;

import org.apache.hadoop.conf.Configuration;

/**
 * How records become lines of text, for Hadoop Streaming. Immutable.
 *
 * @param key what a line's key is
 * @param newlines what becomes of line ends within a payload
 */
public record TextSettings(Key key, Newlines newlines) {
    /** What stands before the first tab of a mapper's input line. */
    public enum Key {
        PARTITION_KEY,
        SEQUENCE_NUMBER
    }

    /** What becomes of a line end within a payload, which a mapper would take for the end of the record. */
    public enum Newlines {
        /** A blank takes its place. */
        SPACE,
        /** Line ends, tabs and backslashes become {@code \n}, {@code \r}, {@code \t} and {@code \\}. */
        ESCAPE,
        /** The task fails. */
        FAIL
    }

    /**
     * What a configuration says.
     *
     * @throws ConfigException when a key of the configuration is unknown or one of the values is not allowed
     */
    public static TextSettings of(Configuration conf) {
        OptionValues values = new OptionValues(conf);
        Key key = values.get(KinesisOptions.TEXT_KEY).orElse(Key.PARTITION_KEY);
        Newlines newlines = values.get(KinesisOptions.TEXT_NEWLINES).orElse(Newlines.SPACE);
        values.throwIfAny();
        return new TextSettings(key, newlines);
    }
}
