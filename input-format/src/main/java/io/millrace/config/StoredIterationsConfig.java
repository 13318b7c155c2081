package io.millrace.config;

import io.millrace.checkpoint.LogicalName;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Which stored iterations are looked at. Immutable; its text form shows no secret.
 *
 * @param place where they are kept
 * @param reader only the iterations of this logical name; empty: of all
 * @param stream only the iterations on this stream; empty: on all
 */
public record StoredIterationsConfig(
        ExistingTable place, Optional<LogicalName> reader, Optional<StreamReference> stream) {

    /**
     * Reads the configuration; options that say nothing of this are ignored.
     *
     * @param conf secrets are read with {@link Configuration#getPassword}
     * @throws ConfigException when a key is unknown, missing, or its value is not allowed
     */
    public static StoredIterationsConfig from(Configuration conf) {
        OptionValues values = new OptionValues(conf);
        Optional<ExistingTable> place = ExistingTable.from(values);
        Optional<LogicalName> reader = values.get(KinesisOptions.LOGICAL_NAME);
        boolean named = values.isSet(KinesisOptions.STREAM_NAME) || values.isSet(KinesisOptions.STREAM_ARN);
        Optional<StreamReference> stream = named ? StreamReference.from(values) : Optional.empty();
        values.throwIfAny();
        return new StoredIterationsConfig(place.orElseThrow(), reader, stream);
    }
}
