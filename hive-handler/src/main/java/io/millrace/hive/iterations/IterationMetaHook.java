package io.millrace.hive.iterations;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import io.millrace.config.ExistingTable;
import io.millrace.hive.table.CheckingMetaHook;
import io.millrace.split.Checkpoints;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * What happens to the definition of a table of iterations on its way into the metastore: its properties are checked, the
 * DynamoDB table is looked for, and the columns are added. Dropping it never touches the DynamoDB table.
 */
public final class IterationMetaHook extends CheckingMetaHook {
    private final Configuration session;

    public IterationMetaHook(Configuration session) {
        this.session = session;
    }

    @Override
    public void preCreateTable(Table table) throws MetaException {
        try {
            checkUnpartitioned(table);
            checkColumns(table.getSd().getCols());
            ExistingTable place =
                    IterationTable.check(table.getParameters(), session).place();
            Checkpoints.openCatalogue(place.table(), place.credentials()).close();
            table.getSd().setCols(IterationColumn.schema());
        } catch (IllegalArgumentException | CheckpointException | StreamException e) {
            throw refusal(table, "can't be created", e);
        }
    }

    /** What SHOW CREATE TABLE prints, and CREATE TABLE LIKE, bring the columns along. */
    private static void checkColumns(List<FieldSchema> columns) {
        List<String> names = columns.stream().map(FieldSchema::getName).toList();
        List<String> ours =
                IterationColumn.schema().stream().map(FieldSchema::getName).toList();
        if (!names.isEmpty() && !names.equals(ours)) {
            throw new IllegalArgumentException(
                    "the columns of a table of iterations are given; leave them out, they are added by themselves: "
                            + ours);
        }
    }
}
