package io.millrace.launcher.child;

import io.millrace.local.HadoopJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code millrace hadoop}: jobs on this machine with the connector; its own main understands the commands. */
@Command(
        name = "hadoop",
        description = "Run a MapReduce job's jar on this machine, with the connector on its class path.",
        footer = {
            "  millrace hadoop jar job.jar com.example.Job -D kinesis.stream.name=access output",
            "  HADOOP='bin/millrace hadoop' examples/streaming/run.sh access output"
        })
public final class HadoopCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        int code = ForegroundJvm.run(
                "Hadoop",
                "local-hadoop",
                List.of(HadoopJvm.connectorJar()),
                ConnectorRuntime.jvmFlags(arguments),
                "io.millrace.hadoop.local.HadoopMain",
                arguments);
        if (!arguments.contains("jar")) {
            ForwardedHelp.addExamples(spec, arguments);
        }
        return code;
    }
}
