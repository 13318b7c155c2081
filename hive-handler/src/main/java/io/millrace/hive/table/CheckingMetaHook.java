package io.millrace.hive.table;

import org.apache.hadoop.hive.metastore.HiveMetaHook;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Table;

/** A hook that checks definitions and leaves what they stand for alone, unless a subclass says otherwise. */
public abstract class CheckingMetaHook implements HiveMetaHook {
    /**
     * What Hive is told of a definition that can't be had.
     *
     * @param what what can't be done with the table, as in "can't be created"
     */
    protected static MetaException refusal(Table table, String what, Exception why) {
        return new MetaException(
                "table " + table.getDbName() + "." + table.getTableName() + " " + what + ": " + why.getMessage());
    }

    /** Sees that a table has no partitions, which nothing here would fill. */
    protected static void checkUnpartitioned(Table table) {
        if (table.getPartitionKeysSize() > 0) {
            throw new IllegalArgumentException("it has no partitions; leave PARTITIONED BY out");
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

    // MetaException is declared for the subclass that deletes something.
    @Override
    public void commitDropTable(Table table, boolean deleteData) throws MetaException {}
}
