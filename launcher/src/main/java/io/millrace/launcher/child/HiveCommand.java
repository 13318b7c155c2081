package io.millrace.launcher.child;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code millrace hive}: HQL in an embedded Hive with the connector; its own main understands the options. */
@Command(
        name = "hive",
        description = "Run HQL in an embedded Hive that has the connector on its class path.",
        footer = {
            "  millrace hive -e 'SHOW TABLES'",
            "  millrace hive -f examples/hql/top-errors.hql \\",
            "    --hivevar stream=access --hivevar iteration=next",
            "  echo 'SELECT count(*) FROM access' | millrace hive > count.tsv"
        })
public final class HiveCommand extends ForwardedCommand {
    @Override
    int run(List<String> forwarded) {
        return ConnectorRuntime.run("Hive", "local-hive", "io.millrace.hive.local.HiveMain", forwarded);
    }
}
