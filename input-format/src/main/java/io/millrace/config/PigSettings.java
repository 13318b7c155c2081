package io.millrace.config;

import org.apache.hadoop.conf.Configuration;

/**
 * What only Pig asks for. Not part of {@link PayloadFormat}: the options look at its methods, also where there is no Hadoop.
 */
public final class PigSettings {
    private PigSettings() {}

    /**
     * The format that a configuration says.
     *
     * @throws ConfigException when a key of the configuration is unknown or the format's value is not allowed
     */
    public static PayloadFormat format(Configuration conf) {
        OptionValues values = new OptionValues(conf);
        PayloadFormat format = values.get(KinesisOptions.PIG_FORMAT).orElse(PayloadFormat.TEXT);
        values.throwIfAny();
        return format;
    }
}
