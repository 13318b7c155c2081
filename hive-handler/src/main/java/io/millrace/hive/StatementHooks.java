package io.millrace.hive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.hooks.Entity;
import org.apache.hadoop.hive.ql.hooks.ExecuteWithHookContext;
import org.apache.hadoop.hive.ql.metadata.Table;

/** What the hooks of the storage handler have in common. Stateless. */
final class StatementHooks {
    static final String BEFORE = "hive.exec.pre.hooks";
    static final String AFTER_FAILURE = "hive.exec.failure.hooks";

    private StatementHooks() {}

    /** Where among the hooks that are there already. */
    enum Place {
        FIRST,
        LAST
    }

    /** Has a hook run with the statement that is being compiled with these settings. */
    static void register(String key, Class<? extends ExecuteWithHookContext> hook, Place place, Configuration query) {
        List<String> hooks = new ArrayList<>(query.getTrimmedStringCollection(key));
        if (!hooks.contains(hook.getName())) {
            hooks.add(place == Place.FIRST ? 0 : hooks.size(), hook.getName());
            query.set(key, String.join(",", hooks));
        }
    }

    /** The tables of streams among what a statement reads or writes; those that are set up alike count once. */
    static Map<QueryTable, Properties> streams(Collection<? extends Entity> entities, Configuration query) {
        Map<String, QueryTable> seen = new LinkedHashMap<>();
        Map<QueryTable, Properties> tables = new LinkedHashMap<>();
        for (Entity entity : entities) {
            Table table = entity.getType() == Entity.Type.TABLE ? entity.getTable() : null;
            if (table != null && table.getStorageHandler() instanceof KinesisStorageHandler) {
                QueryTable found = QueryTable.of(table.getMetadata(), query);
                if (seen.putIfAbsent(found.digest(), found) == null) {
                    tables.put(found, table.getMetadata());
                }
            }
        }
        return tables;
    }
}
