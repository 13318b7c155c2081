package io.millrace.config;

import io.millrace.checkpoint.LogicalName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Which stored iterations are looked at, and where they are kept. Immutable; its text form shows no secret.
 *
 * @param table the checkpoint table, which is never created
 * @param credentials for it
 * @param reader only the iterations of this logical name; empty: of all
 * @param stream only the iterations on this stream; empty: on all
 */
public record StoredIterationsConfig(
        Checkpointing.Table table,
        Credentials credentials,
        Optional<LogicalName> reader,
        Optional<StreamReference> stream) {

    /**
     * Reads the configuration; options that say nothing of this are ignored.
     *
     * @param conf secrets are read with {@link Configuration#getPassword}
     * @throws ConfigException when a key is unknown, missing, or its value is not allowed
     */
    public static StoredIterationsConfig from(Configuration conf) {
        OptionValues values = new OptionValues(conf);
        Credentials credentials = Credentials.from(values);
        Optional<Checkpointing.Table> table = Checkpointing.Table.from(values, values.get(KinesisOptions.REGION_NAME));
        values.require(KinesisOptions.CHECKPOINT_TABLE, "it names the DynamoDB table that is looked at");
        Optional<LogicalName> reader = values.get(KinesisOptions.LOGICAL_NAME);
        boolean named = values.isSet(KinesisOptions.STREAM_NAME) || values.isSet(KinesisOptions.STREAM_ARN);
        Optional<StreamReference> stream = named ? StreamReference.from(values) : Optional.empty();
        values.throwIfAny();
        return new StoredIterationsConfig(table.orElseThrow().withoutCreating(), credentials, reader, stream);
    }

    /** The keys by which {@link #from} gets the same again, but for secrets. */
    public Map<String, String> settings() {
        Map<String, String> keys = new TreeMap<>();
        keys.put(KinesisOptions.CHECKPOINT_TABLE.key(), table.name());
        keys.put(KinesisOptions.CHECKPOINT_HASH_KEY.key(), table.hashKey());
        keys.put(KinesisOptions.CHECKPOINT_RANGE_KEY.key(), table.rangeKey());
        table.endpoint().url().ifPresent(url -> keys.put(KinesisOptions.CHECKPOINT_ENDPOINT_URL.key(), url.toString()));
        table.endpoint().region().ifPresent(region -> keys.put(KinesisOptions.CHECKPOINT_REGION.key(), region));
        reader.ifPresent(name -> keys.put(KinesisOptions.LOGICAL_NAME.key(), name.value()));
        stream.ifPresent(named -> named.arn()
                .ifPresentOrElse(
                        arn -> keys.put(KinesisOptions.STREAM_ARN.key(), arn),
                        () -> keys.put(KinesisOptions.STREAM_NAME.key(), named.name())));
        credentials.role().ifPresent(role -> {
            keys.put(KinesisOptions.ROLE_ARN.key(), role.arn());
            role.externalId().ifPresent(id -> keys.put(KinesisOptions.ROLE_EXTERNAL_ID.key(), id));
        });
        if (credentials.source() instanceof Credentials.ProviderClass provider) {
            keys.put(KinesisOptions.CREDENTIALS_PROVIDER.key(), provider.name());
        }
        return keys;
    }
}
