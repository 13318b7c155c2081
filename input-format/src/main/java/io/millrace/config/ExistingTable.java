package io.millrace.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * A DynamoDB table that is used as it is found, and the credentials for it. Immutable; its text form shows no secret.
 *
 * @param table never created, whatever the settings say
 * @param credentials for it
 */
public record ExistingTable(Checkpointing.Table table, Credentials credentials) {
    public ExistingTable {
        table = table.withoutCreating();
    }

    /**
     * Reads the configuration; options that say nothing of this are ignored.
     *
     * @param conf secrets are read with {@link Configuration#getPassword}
     * @throws ConfigException when a key is unknown, missing, or its value is not allowed
     */
    public static ExistingTable from(Configuration conf) {
        OptionValues values = new OptionValues(conf);
        Optional<ExistingTable> table = from(values);
        values.throwIfAny();
        return table.orElseThrow();
    }

    /** The table that the options name; empty when they name none, which is then among the problems. */
    static Optional<ExistingTable> from(OptionValues values) {
        Credentials credentials = Credentials.from(values);
        Optional<Checkpointing.Table> table = Checkpointing.Table.from(values, values.get(KinesisOptions.REGION_NAME));
        values.require(KinesisOptions.CHECKPOINT_TABLE, "it names the DynamoDB table that is looked at");
        return table.map(named -> new ExistingTable(named, credentials));
    }

    /** The keys by which {@link #from} gets the same again, but for secrets. */
    public Map<String, String> settings() {
        Map<String, String> keys = new TreeMap<>();
        keys.put(KinesisOptions.CHECKPOINT_TABLE.key(), table.name());
        keys.put(KinesisOptions.CHECKPOINT_HASH_KEY.key(), table.hashKey());
        keys.put(KinesisOptions.CHECKPOINT_RANGE_KEY.key(), table.rangeKey());
        table.endpoint().url().ifPresent(url -> keys.put(KinesisOptions.CHECKPOINT_ENDPOINT_URL.key(), url.toString()));
        table.endpoint().region().ifPresent(region -> keys.put(KinesisOptions.CHECKPOINT_REGION.key(), region));
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
