package io.millrace.config;

import org.apache.hadoop.conf.Configuration;

/** What Pig makes of a payload; Hive has SerDes for that. */
public enum PayloadFormat {
    /** One field: bytes, or text. */
    TEXT,
    /** A JSON object, whose members are the fields. */
    JSON;

    /**
     * The format that a configuration says.
     *
     * @throws ConfigException when a key of the configuration is unknown or the format's value is not allowed
     */
    public static PayloadFormat of(Configuration conf) {
        OptionValues values = new OptionValues(conf);
        PayloadFormat format = values.get(KinesisOptions.PIG_FORMAT).orElse(TEXT);
        values.throwIfAny();
        return format;
    }
}
