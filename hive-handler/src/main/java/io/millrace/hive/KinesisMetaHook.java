package io.millrace.hive;

import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamDirectory;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.Suggestions;
import io.millrace.hive.serde.UserSerDe;
import io.millrace.hive.table.CheckingMetaHook;
import io.millrace.hive.table.MetadataColumn;
import io.millrace.hive.table.QueryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * What happens to a table's definition on its way into the metastore: its properties are checked, its stream is looked
 * for, the metadata columns are added, and {@link KinesisSerDe} takes the place of the user's SerDe, whose name is kept
 * in a property. Dropping a table leaves the stream alone unless the table property {@code external.table.purge} is true.
 */
final class KinesisMetaHook extends CheckingMetaHook {
    private static final String PURGE = "external.table.purge";

    private static final Set<String> ALTERATIONS = Set.of("ADDCOLS", "RENAME", "SET_SERDE_PROPS");

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
            throw refusal(table, "can't be created", e);
        }
    }

    private static void checkPartitions(Table table) {
        if (table.getPartitionKeysSize() > 0) {
            throw new IllegalArgumentException("a stream has no partitions in Hive's sense; leave PARTITIONED BY out");
        }
    }

    private static boolean hasOurSerDe(Table table) {
        return KinesisSerDe.class.getName().equals(table.getSd().getSerdeInfo().getSerializationLib());
    }

    private static void useOurSerDe(Table table) {
        StorageDescriptor storage = table.getSd();
        SerDeInfo serde = storage.getSerdeInfo();
        List<String> names =
                storage.getCols().stream().map(FieldSchema::getName).toList();
        if (MetadataColumn.endThe(names)) {
            // What SHOW CREATE TABLE prints brings them along. CREATE TABLE ... LIKE ... STORED BY does too, but has
            // lost the SerDe and its properties.
            if (!hasOurSerDe(table)) {
                throw new IllegalArgumentException("it can't be made LIKE another stream's table: run what SHOW CREATE"
                        + " TABLE prints of that one, with another name");
            }
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
        if (!hasOurSerDe(table)) {
            table.putToParameters(UserSerDe.PROPERTY, serde.getSerializationLib());
        }
        serde.setSerializationLib(KinesisSerDe.class.getName());
    }

    /** Puts new columns before them. */
    private static void keepMetadataColumns(StorageDescriptor storage) {
        List<FieldSchema> columns = new ArrayList<>();
        List<String> metadata = new ArrayList<>();
        for (FieldSchema column : storage.getCols()) {
            if (MetadataColumn.named(column.getName()).isPresent()) {
                metadata.add(column.getName());
            } else {
                columns.add(column);
            }
        }
        if (!metadata.equals(MetadataColumn.names())) {
            throw new IllegalArgumentException("the metadata columns can't be changed: " + MetadataColumn.names());
        }
        columns.addAll(MetadataColumn.schema());
        storage.setCols(columns);
    }

    private void checkStream(Table table) {
        ConnectorConfig config = config(table);
        try (StreamReader reader = SdkStreamReader.open(config)) {
            new Retries(Sleeper.REAL, ReadCounter.Meter.NONE).call(reader::describe);
        } catch (StreamException.Refused e) {
            throw new IllegalArgumentException(
                    e.getMessage()
                            + near(config)
                                    .map(name -> "; did you mean the stream " + name + "?")
                                    .orElse(""),
                    e);
        }
    }

    /** What only queries need may be set later, by the session that runs them. */
    private ConnectorConfig config(Table table) {
        return QueryTable.of(table.getParameters(), session)
                .withoutCheckpoints()
                .parse(QueryTable.merged(table.getParameters(), session));
    }

    /** A stream whose name is nearly that of a stream which is not there. */
    private static Optional<String> near(ConnectorConfig config) {
        String name = config.stream().name();
        try (StreamDirectory directory = StreamDirectory.open(config)) {
            List<String> names = directory.names();
            return names.contains(name) ? Optional.empty() : Suggestions.forName(name, names);
        } catch (StreamException e) {
            // It is the first failure that matters.
            return Optional.empty();
        }
    }

    /** Whether a table may be altered so, by the name that Hive has for it, besides what any table with a storage handler may. */
    static boolean allows(String operation) {
        return ALTERATIONS.contains(operation);
    }

    @Override
    public void preAlterTable(Table table, EnvironmentContext context) throws MetaException {
        Map<String, String> how = context == null ? null : context.getProperties();
        if (how == null || !allows(how.getOrDefault(ALTER_TABLE_OPERATION_TYPE, ""))) {
            super.preAlterTable(table, context);
        }
        try {
            if (hasOurSerDe(table)) {
                keepMetadataColumns(table.getSd());
            }
            checkStream(table);
        } catch (IllegalArgumentException | StreamException e) {
            throw refusal(table, "can't be changed", e);
        }
    }

    @Override
    public void commitDropTable(Table table, boolean deleteData) throws MetaException {
        if (!deleteData || !wantsPurge(table.getParameters())) {
            return;
        }
        try (StreamDirectory directory = StreamDirectory.open(config(table))) {
            directory.delete();
        } catch (IllegalArgumentException | StreamException e) {
            throw refusal(table, "is dropped, but its stream is not deleted", e);
        }
    }

    /** Hive makes a table that was created without EXTERNAL one to be purged; nobody asked for that. */
    private static boolean wantsPurge(Map<String, String> table) {
        return Boolean.parseBoolean(table.get(PURGE)) && !Boolean.parseBoolean(table.get(TRANSLATED_TO_EXTERNAL));
    }
}
