package io.millrace.hive.statement;

import io.millrace.hive.table.QueryTable;
import io.millrace.hive.table.StreamHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.hooks.Entity;
import org.apache.hadoop.hive.ql.hooks.Hook;
import org.apache.hadoop.hive.ql.io.AcidUtils;
import org.apache.hadoop.hive.ql.metadata.Table;

/** What the hooks of the storage handler have in common. Stateless. */
public final class StatementHooks {
    public static final String BEFORE = "hive.exec.pre.hooks";
    public static final String AFTER_FAILURE = "hive.exec.failure.hooks";

    private StatementHooks() {}

    /** Where among the hooks that are there already. */
    public enum Place {
        FIRST,
        LAST
    }

    /** Has a hook run with the statement that is being compiled with these settings. */
    public static void register(String key, Class<? extends Hook> hook, Place place, Configuration query) {
        List<String> hooks = new ArrayList<>(query.getTrimmedStringCollection(key));
        if (!hooks.contains(hook.getName())) {
            hooks.add(place == Place.FIRST ? 0 : hooks.size(), hook.getName());
            query.set(key, String.join(",", hooks));
        }
    }

    /** The tables of streams among what a statement reads or writes; those that are set up alike count once. */
    public static Map<QueryTable, Properties> streams(Collection<? extends Entity> entities, Configuration query) {
        Map<String, QueryTable> seen = new LinkedHashMap<>();
        Map<QueryTable, Properties> tables = new LinkedHashMap<>();
        for (Entity entity : entities) {
            Table table = entity.getType() == Entity.Type.TABLE ? entity.getTable() : null;
            if (StreamHandler.isOf(table)) {
                QueryTable found = QueryTable.of(table.getMetadata(), query);
                if (seen.putIfAbsent(found.digest(), found) == null) {
                    tables.put(found, table.getMetadata());
                }
            }
        }
        return tables;
    }

    /** The name of a table among what a statement writes whose new rows count only when Hive commits the statement's transaction. */
    public static Optional<String> transactional(Collection<? extends Entity> outputs) {
        return outputs.stream()
                .map(Entity::getTable)
                .filter(table -> table != null && AcidUtils.isTransactionalTable(table))
                .map(Table::getFullyQualifiedName)
                .findFirst();
    }
}
