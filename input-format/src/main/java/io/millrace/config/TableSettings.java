package io.millrace.config;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Brings together what a table (or a Pig LOAD) says about its stream and what the session has set. Stateless and
 * thread-safe.
 */
public final class TableSettings {
    private TableSettings() {}

    /**
     * Lays a table's settings into the configuration of a job that already holds the session's: an option of scope
     * {@link Option.Scope#TABLE} takes the table's value and loses the session's, spelled by whichever alias; any other
     * option keeps the session's value where there is one. Keys that are not the connector's are left out; its unknown
     * keys are carried over, so that {@link ConnectorConfig#from} can refuse them.
     */
    public static void apply(Map<String, String> table, Configuration conf) {
        table.forEach((key, value) -> {
            if (!key.startsWith(KinesisOptions.PREFIX)) {
                return;
            }
            Option<?> option = KinesisOptions.BY_NAME.get(key);
            if (option == null) {
                conf.set(key, value);
            } else if (option.scope() == Option.Scope.TABLE) {
                option.names().forEach(conf::unset);
                conf.set(key, value);
            } else if (option.names().stream().allMatch(name -> conf.get(name) == null)) {
                conf.set(key, value);
            }
        });
    }
}
