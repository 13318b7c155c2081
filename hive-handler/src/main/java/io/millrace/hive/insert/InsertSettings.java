package io.millrace.hive.insert;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import io.millrace.hive.table.MetadataColumn;
import io.millrace.hive.table.QueryTable;
import io.millrace.hive.table.TableSerDe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.plan.TableDesc;
import org.apache.hadoop.hive.serde.serdeConstants;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;

/**
 * What the tasks of an INSERT have to know of it. Kept in the properties of the table as the plan has them, because there,
 * unlike in a job's settings, each table of a query has its own. Holds no secret. Immutable.
 *
 * @param sink tells apart what the statement writes to differently set up tables
 * @param target the stream as it was when the statement was compiled
 * @param partitionKeyColumn index of the column that is the partition key
 * @param hashKeyColumn index of the column that is the explicit hash key
 */
public record InsertSettings(
        String sink,
        StreamWriter.Target target,
        Optional<Integer> partitionKeyColumn,
        Optional<Integer> hashKeyColumn) {
    private static final String PREFIX = "millrace.hive.insert.";
    private static final String SINK = PREFIX + "sink";
    private static final String STREAM = PREFIX + "stream.";
    private static final String TARGET = PREFIX + "target";
    private static final String PARTITION_KEY = PREFIX + "partition.key";
    private static final String HASH_KEY = PREFIX + "hash.key";

    /**
     * Those of a statement that is compiled now: the settings are checked, the stream is asked for, and where the statement stages
     * its rows is noted in its settings.
     *
     * @throws IllegalArgumentException when the statement can't write the table
     * @throws StreamException when the stream can't be written
     */
    public static InsertSettings plan(TableDesc table, Configuration query) {
        if (!MetadataColumn.endThe(TableSerDe.columns(table.getProperties()))) {
            // The table is not made yet. Hive 4.0.1 would run the job and then fail, for want of the metadata columns.
            throw new IllegalArgumentException(
                    "CREATE TABLE ... AS SELECT can't make the table of a stream: use CREATE TABLE"
                            + " and INSERT INTO " + table.getTableName());
        }
        QueryTable settings = QueryTable.of(table.getProperties(), query);
        ConnectorConfig config = settings.parse(QueryTable.merged(table.getProperties(), query));
        try (StreamWriter stream = SdkStreamWriter.open(config)) {
            StatementArea.note(config, query);
            return new InsertSettings(
                    settings.digest(),
                    stream.describe(),
                    column(
                            KinesisOptions.WRITE_PARTITION_KEY_COLUMN,
                            config.writing().partitionKeyColumn(),
                            table),
                    column(
                            KinesisOptions.WRITE_HASH_KEY_COLUMN,
                            config.writing().hashKeyColumn(),
                            table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Integer> column(Option<String> option, Optional<String> name, TableDesc table) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Properties properties = table.getProperties();
        List<String> names = TableSerDe.columns(properties);
        List<String> own =
                MetadataColumn.endThe(names) ? names.subList(0, names.size() - MetadataColumn.values().length) : names;
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).equalsIgnoreCase(name.get())) {
                TypeInfo type = TypeInfoUtils.getTypeInfosFromTypeString(
                                properties.getProperty(serdeConstants.LIST_COLUMN_TYPES, ""))
                        .get(i);
                if (type.getCategory() != ObjectInspector.Category.PRIMITIVE) {
                    throw new IllegalArgumentException(option + " names the column " + name.get() + " of type "
                            + type.getTypeName() + ": a key is made of a primitive value");
                }
                return Optional.of(i);
            }
        }
        throw new IllegalArgumentException(
                option + " names '" + name.get() + "', which is no column of the table; it has " + own);
    }

    /** Those that a plan's table has; empty when it is not written. */
    public static Optional<InsertSettings> in(Properties table) {
        return Optional.ofNullable(table.getProperty(SINK))
                .map(sink -> new InsertSettings(
                        sink,
                        StreamWriter.Target.parse(table.getProperty(TARGET)),
                        Optional.ofNullable(table.getProperty(PARTITION_KEY)).map(Integer::valueOf),
                        Optional.ofNullable(table.getProperty(HASH_KEY)).map(Integer::valueOf)));
    }

    public void keepIn(Properties table) {
        table.setProperty(SINK, sink);
        table.setProperty(TARGET, target.text());
        partitionKeyColumn.ifPresent(index -> table.setProperty(PARTITION_KEY, index.toString()));
        hashKeyColumn.ifPresent(index -> table.setProperty(HASH_KEY, index.toString()));
    }

    /** Notes for {@link PublishHook} which stream is meant. */
    public void noteIn(Configuration conf) {
        conf.set(STREAM + sink, target.identity().text());
    }

    /** The streams that were noted for tables that a statement writes, by sink. */
    static Map<String, StreamIdentity> streams(Collection<QueryTable> tables, Configuration conf) {
        Map<String, StreamIdentity> streams = new TreeMap<>();
        for (QueryTable table : tables) {
            String text = conf.get(STREAM + table.digest());
            if (text != null) {
                streams.put(table.digest(), StreamIdentity.parse(text));
            }
        }
        return streams;
    }
}
