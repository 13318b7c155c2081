package io.millrace.launcher.child;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code millrace hive}: HQL in an embedded Hive with the connector; its own main understands the options. */
@Command(name = "hive", description = "Run HQL in an embedded Hive that has the connector on its class path.")
public final class HiveCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        return ForegroundJvm.run(
                "Hive",
                "local-hive",
                List.of(HiveRuntime.connectorJar()),
                HiveRuntime.jvmFlags(),
                "io.millrace.hive.local.HiveMain",
                arguments);
    }
}
