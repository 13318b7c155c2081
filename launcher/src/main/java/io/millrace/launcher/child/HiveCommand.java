package io.millrace.launcher.child;

import io.millrace.local.HadoopJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code millrace hive}: HQL in an embedded Hive with the connector; its own main understands the options. */
@Command(
        name = "hive",
        description = "Run HQL in an embedded Hive that has the connector on its class path.",
        footer = {
            "  millrace hive -e 'SHOW TABLES'",
            "  millrace hive -f top-errors.hql --hiveconf kinesis.checkpoint.iteration.no=next",
            "  echo 'SELECT count(*) FROM access' | millrace hive > count.tsv"
        })
public final class HiveCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        int code = ForegroundJvm.run(
                "Hive",
                "local-hive",
                List.of(HadoopJvm.connectorJar()),
                ConnectorRuntime.jvmFlags(arguments),
                "io.millrace.hive.local.HiveMain",
                arguments);
        ForwardedHelp.addExamples(spec, arguments);
        return code;
    }
}
