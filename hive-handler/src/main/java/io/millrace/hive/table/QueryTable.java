package io.millrace.hive.table;

import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import io.millrace.config.TableSettings;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.MD5Hash;

/**
 * A stream's table as one query sees it: what is set for it by its properties and by the session, whichever wins.
 * Immutable; holds no secret, only which ones are set.
 *
 * <p>It is made while the query is compiled and travels as one job property, because Hive copies the properties of all
 * tables of a query over the session's settings and over each other.
 */
public final class QueryTable {
    /** Job property that carries the table whose splits are made or read. */
    public static final String PROPERTY = "millrace.hive.table";

    private static final String SECRET = "";

    private final Map<String, String> values;

    private QueryTable(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The table in a query that is compiled now.
     *
     * @param table the table's properties, of which all but the connector's are ignored
     * @param session settings of the session
     */
    public static QueryTable of(Map<?, ?> table, Configuration session) {
        Map<String, String> values = connectorKeys(merged(table, session));
        values.replaceAll((key, value) -> isSecret(key) ? SECRET : value);
        return new QueryTable(values);
    }

    /** The session's settings with the table's laid in: what {@link #parse} takes secrets from. */
    public static Configuration merged(Map<?, ?> table, Configuration session) {
        Map<String, String> texts = new TreeMap<>();
        table.forEach((key, value) -> texts.put(key.toString(), value.toString()));
        Configuration conf = new Configuration(session);
        TableSettings.apply(texts, conf);
        return conf;
    }

    /** The table whose splits are made or read with this job. */
    public static QueryTable in(Configuration job) {
        String text = job.get(PROPERTY);
        if (text == null) {
            throw new IllegalStateException("the job says nothing of a stream's table: " + PROPERTY
                    + " is missing, which the storage handler sets when a query is compiled");
        }
        Map<String, String> values = new TreeMap<>();
        for (String pair : List.of(text.split("&", -1))) {
            int equals = pair.indexOf('=');
            values.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return new QueryTable(values);
    }

    /** The text that {@link #in} reads. */
    public String encoded() {
        return String.join(
                "&",
                values.entrySet().stream()
                        .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "="
                                + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .toList());
    }

    /** What is set, without secrets. */
    public Map<String, String> settings() {
        Map<String, String> shown = new TreeMap<>(values);
        shown.keySet().removeIf(QueryTable::isSecret);
        return shown;
    }

    /** Tells tables of one query apart that are set up differently, and only those. */
    public String digest() {
        return MD5Hash.digest(encoded()).toString();
    }

    /** The same without iterations: for a look at the stream that plans nothing. */
    public QueryTable withoutCheckpoints() {
        Map<String, String> others = new TreeMap<>(values);
        if (Boolean.parseBoolean(others.get(KinesisOptions.CHECKPOINT_ENABLED.key()))) {
            others.remove(KinesisOptions.CHECKPOINT_ENABLED.key());
        }
        return new QueryTable(others);
    }

    /** The same on the iteration of this number. */
    public QueryTable withIteration(long number) {
        Map<String, String> others = new TreeMap<>(values);
        KinesisOptions.ITERATION.names().forEach(others::remove);
        others.put(KinesisOptions.ITERATION.key(), Long.toString(number));
        return new QueryTable(others);
    }

    /**
     * Checks and reads the settings.
     *
     * @param secrets where secrets and Hadoop's own settings come from; whatever else of the connector is set there is
     *     ignored
     * @throws io.millrace.config.ConfigException when something is missing, unknown or not allowed
     */
    public ConnectorConfig parse(Configuration secrets) {
        return ConnectorConfig.from(settings(secrets));
    }

    /** A job's configuration in which the connector's keys are set as for this table, secrets included. */
    public Configuration settings(Configuration secrets) {
        Configuration conf = new Configuration(secrets);
        connectorKeys(secrets).keySet().stream()
                .filter(key -> !isSecret(key) || !values.containsKey(key))
                .forEach(conf::unset);
        values.forEach((key, value) -> {
            if (!isSecret(key)) {
                conf.set(key, value);
            }
        });
        return conf;
    }

    private static Map<String, String> connectorKeys(Configuration conf) {
        Map<String, String> values = new TreeMap<>();
        conf.getPropsWithPrefix(KinesisOptions.PREFIX).keySet().forEach(rest -> {
            String key = KinesisOptions.PREFIX + rest;
            values.put(key, conf.get(key));
        });
        return values;
    }

    private static boolean isSecret(String key) {
        Option<?> option = KinesisOptions.BY_NAME.get(key);
        return option != null && option.secret();
    }
}
