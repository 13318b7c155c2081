package io.millrace.hive;

import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.config.ConnectorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaHook;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * What happens to a table's definition on its way into the metastore: its properties are checked, its stream is looked
 * for, the metadata columns are added, and {@link KinesisSerDe} takes the place of the user's SerDe, whose name is kept
 * in a property. Dropping a table never touches the stream.
 */
final class KinesisMetaHook implements HiveMetaHook {
    private final Configuration session;

    KinesisMetaHook(Configuration session) {
        this.session = session;
    }

    @Override
    public void preCreateTable(Table table) throws MetaException {
        try {
            checkPartitions(table);
            useOurSerDe(table);
            checkStream(table);
        } catch (IllegalArgumentException | StreamException e) {
            throw new MetaException(
                    "table " + table.getDbName() + "." + table.getTableName() + " can't be created: " + e.getMessage());
        }
    }

    private static void checkPartitions(Table table) {
        if (table.getPartitionKeysSize() > 0) {
            throw new IllegalArgumentException("a stream has no partitions in Hive's sense; leave PARTITIONED BY out");
        }
    }

    private static void useOurSerDe(Table table) {
        StorageDescriptor storage = table.getSd();
        SerDeInfo serde = storage.getSerdeInfo();
        List<String> names =
                storage.getCols().stream().map(FieldSchema::getName).toList();
        // CREATE TABLE LIKE, and what SHOW CREATE TABLE prints, bring the columns along.
        if (KinesisSerDe.class.getName().equals(serde.getSerializationLib()) && MetadataColumn.endThe(names)) {
            return;
        }
        Optional<String> taken = names.stream()
                .filter(name -> MetadataColumn.named(name).isPresent())
                .findFirst();
        if (taken.isPresent()) {
            throw new IllegalArgumentException("column " + taken.get()
                    + " has the name of a metadata column; these are added by themselves: " + MetadataColumn.names());
        }
        List<FieldSchema> columns = new ArrayList<>(storage.getCols());
        columns.addAll(MetadataColumn.schema());
        storage.setCols(columns);
        if (!KinesisSerDe.class.getName().equals(serde.getSerializationLib())) {
            table.putToParameters(UserSerDe.PROPERTY, serde.getSerializationLib());
        }
        serde.setSerializationLib(KinesisSerDe.class.getName());
    }

    private void checkStream(Table table) {
        // What only queries need may be set later, by the session that runs them.
        ConnectorConfig config = QueryTable.of(table.getParameters(), session)
                .withoutCheckpoints()
                .parse(QueryTable.merged(table.getParameters(), session));
        try (StreamReader reader = SdkStreamReader.open(config)) {
            new Retries(Sleeper.REAL, ReadCounter.Meter.NONE).call(reader::describe);
        }
    }

    @Override
    public void rollbackCreateTable(Table table) {}

    @Override
    public void commitCreateTable(Table table) {}

    @Override
    public void preDropTable(Table table) {}

    @Override
    public void rollbackDropTable(Table table) {}

    @Override
    public void commitDropTable(Table table, boolean deleteData) {}
}
