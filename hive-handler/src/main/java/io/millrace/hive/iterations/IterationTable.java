package io.millrace.hive.iterations;

import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import io.millrace.config.StoredIterationsConfig;
import io.millrace.hive.table.QueryTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What is set for a table of iterations. Which checkpoint table it shows, and which iterations of it, is said by its
 * properties alone: a session that reads streams has settings of its own for that. How DynamoDB is reached is said by the
 * properties, else by the session. Stateless.
 */
public final class IterationTable {
    private static final List<Option<?>> CONTENTS = List.of(
            KinesisOptions.CHECKPOINT_TABLE,
            KinesisOptions.LOGICAL_NAME,
            KinesisOptions.STREAM_NAME,
            KinesisOptions.STREAM_ARN);

    private static final List<Option<?>> WAY = List.of(
            KinesisOptions.CHECKPOINT_HASH_KEY,
            KinesisOptions.CHECKPOINT_RANGE_KEY,
            KinesisOptions.CHECKPOINT_ENDPOINT_URL,
            KinesisOptions.CHECKPOINT_REGION,
            KinesisOptions.REGION_NAME,
            KinesisOptions.ACCESS_KEY,
            KinesisOptions.SECRET_KEY,
            KinesisOptions.SESSION_TOKEN,
            KinesisOptions.ROLE_ARN,
            KinesisOptions.ROLE_EXTERNAL_ID,
            KinesisOptions.CREDENTIALS_PROVIDER);

    private static final Set<String> OF_THE_SESSION = names(WAY.stream());
    private static final Set<String> ALLOWED = names(Stream.concat(CONTENTS.stream(), WAY.stream()));

    private IterationTable() {}

    private static Set<String> names(Stream<Option<?>> options) {
        return options.flatMap(option -> option.names().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The session's settings with the table's laid in, and nothing else of the connector's. */
    public static Configuration merged(Map<?, ?> table, Configuration session) {
        Configuration conf = new Configuration(session);
        conf.getPropsWithPrefix(KinesisOptions.PREFIX).keySet().stream()
                .map(rest -> KinesisOptions.PREFIX + rest)
                .filter(key -> !OF_THE_SESSION.contains(key))
                .forEach(conf::unset);
        table.forEach((key, value) -> {
            if (key.toString().startsWith(KinesisOptions.PREFIX)) {
                Option<?> option = KinesisOptions.BY_NAME.get(key.toString());
                if (option != null) {
                    option.names().forEach(conf::unset);
                }
                conf.set(key.toString(), value.toString());
            }
        });
        return conf;
    }

    /**
     * Checks the settings of a table.
     *
     * @throws IllegalArgumentException when something is missing, unknown, not allowed, or says nothing of iterations
     */
    static StoredIterationsConfig check(Map<?, ?> table, Configuration session) {
        List<String> others = table.keySet().stream()
                .map(Object::toString)
                .filter(key -> KinesisOptions.BY_NAME.containsKey(key) && !ALLOWED.contains(key))
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("a table of iterations has no use for " + String.join(", ", others)
                    + "; allowed are "
                    + Stream.concat(CONTENTS.stream(), WAY.stream())
                            .map(Option::key)
                            .collect(Collectors.joining(", ")));
        }
        return StoredIterationsConfig.from(merged(table, session));
    }

    /** The settings of the table whose splits are made or read with this job. */
    public static StoredIterationsConfig in(Configuration job) {
        return StoredIterationsConfig.from(QueryTable.in(job).settings(job));
    }

    /** What {@link #in} reads. */
    public static void describe(Map<?, ?> table, Configuration session, Map<String, String> jobProperties) {
        check(table, session);
        jobProperties.put(
                QueryTable.PROPERTY,
                QueryTable.of(Map.of(), merged(table, session)).encoded());
    }
}
