package io.millrace.hive.table;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.ColumnType;
import org.apache.hadoop.hive.serde.serdeConstants;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.SerDeStats;
import org.apache.hadoop.hive.serde2.SerDeUtils;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;

/** What the SerDes of the storage handlers have in common: their beginning, which differs between Hive 3 and Hive 4. */
public abstract class TableSerDe extends AbstractSerDe {
    public static final String BETWEEN_COMMENTS = Character.toString(ColumnType.COLUMN_COMMENTS_DELIMITER);

    private Properties table;

    /**
     * Gets ready for a table; may be called again.
     *
     * @param conf may be null
     */
    protected abstract void begin(Configuration conf) throws SerDeException;

    /** Hive 4 calls this; Hive 3 too, where the superclass calls the other one by itself, so that it happens twice. */
    @Override
    public final void initialize(Configuration conf, Properties tableProperties, Properties partition)
            throws SerDeException {
        super.initialize(conf, tableProperties, partition);
        initialize(conf, SerDeUtils.createOverlayedProperties(tableProperties, partition));
    }

    /** Hive 3 wants this; Hive 4 does not know it. */
    public final void initialize(Configuration conf, Properties tableProperties) throws SerDeException {
        table = tableProperties;
        begin(conf);
    }

    /** The properties of the table that it was made for. */
    public final Properties table() {
        return table;
    }

    // The superclass tells columns in Hive 4 only.

    protected final List<String> columns() {
        return columns(table);
    }

    /** The names of all columns of a table. */
    public static List<String> columns(Properties table) {
        String separator = table.getProperty(serdeConstants.COLUMN_NAME_DELIMITER, ",");
        String names = table.getProperty(serdeConstants.LIST_COLUMNS, "");
        return names.isEmpty() ? List.of() : List.of(names.split(separator));
    }

    /** What the user says of each column; empty where nothing is said. */
    protected final List<String> comments() {
        int columns = columns().size();
        return comments(table, columns).orElse(Collections.nCopies(columns, ""));
    }

    /** The comments of so many columns; empty when the table's properties don't have one for each. */
    public static Optional<List<String>> comments(Properties table, int columns) {
        List<String> comments = List.of(
                table.getProperty(serdeConstants.LIST_COLUMN_COMMENTS, "").split(BETWEEN_COMMENTS, -1));
        return Optional.of(comments).filter(found -> found.size() == columns);
    }

    protected final List<TypeInfo> types() {
        return TypeInfoUtils.getTypeInfosFromTypeString(table.getProperty(serdeConstants.LIST_COLUMN_TYPES, ""));
    }

    @Override
    public final SerDeStats getSerDeStats() {
        return null;
    }

    /** The metastore keeps the columns, as CREATE TABLE and the meta hook have left them. */
    @Override
    public final boolean shouldStoreFieldsInMetastore(Map<String, String> tableParameters) {
        return true;
    }
}
