package io.millrace.hive.dynamodb;

import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.client.AwsSettings;
import io.millrace.config.ExistingTable;
import io.millrace.config.KinesisOptions;
import io.millrace.hive.iterations.IterationTable;
import io.millrace.hive.table.QueryTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde.serdeConstants;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Which DynamoDB table a Hive table shows, and how. The properties are those of the known connector for it, so that its
 * scripts need another handler's name only. Immutable.
 *
 * @param place where the table is, and the credentials for it: those of a stream's table and its checkpoints
 * @param attributes of the items by Hive's columns, which are in lower case
 */
public record DynamoDbTable(ExistingTable place, Map<String, String> attributes) {
    public static final String NAME = "dynamodb.table.name";
    /** {@code column:attribute} pairs with commas between them; a column that is not named shows the attribute of its name. */
    static final String MAPPING = "dynamodb.column.mapping";

    private static final String ENDPOINT = "dynamodb.endpoint";
    private static final String REGION = "dynamodb.region";
    private static final String PREFIX = "dynamodb.";
    private static final Set<String> KNOWN = Set.of(NAME, MAPPING, ENDPOINT, REGION);
    /** What scripts for the other connector say, and what changes nothing here. */
    private static final Set<String> IGNORED =
            Set.of("dynamodb.throughput.read.percent", "dynamodb.throughput.write.percent", "dynamodb.max.map.tasks");

    /** Job property with the attributes of the columns. */
    private static final String ATTRIBUTES = "millrace.dynamodb.attributes";

    /**
     * What is set for a table that is created or queried.
     *
     * @throws IllegalArgumentException when something is missing, unknown or not allowed
     */
    static DynamoDbTable of(Map<?, ?> properties, Configuration session) {
        Map<String, String> texts = texts(properties);
        return new DynamoDbTable(ExistingTable.from(merged(texts, session)), mapping(texts.getOrDefault(MAPPING, "")));
    }

    private static Map<String, String> texts(Map<?, ?> properties) {
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((key, value) -> texts.put(key.toString(), value.toString()));
        for (String key : texts.keySet()) {
            if (key.startsWith(PREFIX) && !KNOWN.contains(key) && !IGNORED.contains(key)) {
                throw new IllegalArgumentException("unknown property " + key + "; allowed are "
                        + String.join(", ", KNOWN.stream().sorted().toList()));
            }
        }
        if (texts.getOrDefault(NAME, "").isBlank()) {
            throw new IllegalArgumentException(NAME + " is missing: it names the DynamoDB table");
        }
        return texts;
    }

    /**
     * Where it is, as settings of a checkpoint table, which is reached in the same way.
     *
     * @throws IllegalArgumentException when a property is missing or unknown
     */
    public static Configuration settings(Map<?, ?> properties, Configuration session) {
        return merged(texts(properties), session);
    }

    private static Configuration merged(Map<String, String> texts, Configuration session) {
        Map<String, String> way = new TreeMap<>(texts);
        way.keySet().removeIf(key -> key.startsWith(PREFIX));
        Configuration conf = IterationTable.merged(way, session);
        conf.set(KinesisOptions.CHECKPOINT_TABLE.key(), texts.get(NAME));
        set(conf, KinesisOptions.CHECKPOINT_ENDPOINT_URL.key(), texts.get(ENDPOINT));
        set(conf, KinesisOptions.CHECKPOINT_REGION.key(), texts.get(REGION));
        return conf;
    }

    private static void set(Configuration conf, String key, String value) {
        if (value != null) {
            // The other connector's scripts name hosts without a scheme.
            boolean isHost = key.equals(KinesisOptions.CHECKPOINT_ENDPOINT_URL.key()) && !value.contains("://");
            conf.set(key, isHost ? "https://" + value : value);
        }
    }

    private static Map<String, String> mapping(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String pair : List.of(text.split(",", -1))) {
            int colon = pair.indexOf(':');
            if (!pair.isBlank()) {
                if (colon < 1 || colon == pair.length() - 1) {
                    throw new IllegalArgumentException(MAPPING + " has '" + pair
                            + "'; allowed are column:attribute pairs with commas between them");
                }
                String column = pair.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                if (attributes.put(column, pair.substring(colon + 1).strip()) != null) {
                    throw new IllegalArgumentException(MAPPING + " names the column " + column + " twice");
                }
            }
        }
        return attributes;
    }

    /** Its name in DynamoDB. */
    String name() {
        return place.table().name();
    }

    /** Notes the table for the tasks. */
    public static void describe(Map<?, ?> properties, Configuration session, Map<String, String> jobProperties) {
        Map<String, String> texts = texts(properties);
        jobProperties.put(
                QueryTable.PROPERTY,
                QueryTable.of(Map.of(), merged(texts, session)).encoded());
        List<String> columns =
                List.of(texts.getOrDefault(serdeConstants.LIST_COLUMNS, "").split(",", -1));
        jobProperties.put(ATTRIBUTES, String.join(",", attributes(properties, columns)));
    }

    /** The attributes that columns show, in their order. */
    public static List<String> attributes(Map<?, ?> properties, List<String> columns) {
        Map<String, String> mapping = mapping(texts(properties).getOrDefault(MAPPING, ""));
        return columns.stream()
                .map(column -> mapping.getOrDefault(column.toLowerCase(Locale.ROOT), column))
                .toList();
    }

    /** The table whose splits are made or read with this job. */
    static ExistingTable in(Configuration job) {
        return IterationTable.in(job).place();
    }

    /** The attributes that this job's table shows. */
    static List<String> attributesIn(Configuration job) {
        return List.of(job.get(ATTRIBUTES, "").split(",", -1));
    }

    /**
     * A client for it, to be closed by the caller.
     *
     * @throws io.millrace.client.StreamException when the credentials or the region can't be found
     */
    static DynamoDbClient client(ExistingTable place) {
        Region region = AwsSettings.region(place.table().endpoint());
        return DynamoDbClients.create(
                place.table().endpoint().url(),
                Optional.of(region),
                Optional.of(AwsSettings.credentials(place.credentials(), region)));
    }
}
