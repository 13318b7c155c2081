package io.millrace.launcher.child;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code millrace hadoop}: jobs on this machine with the connector; its own main understands the commands. */
@Command(
        name = "hadoop",
        description = "Run a MapReduce job's jar on this machine, with the connector on its class path.",
        footer = {
            "  millrace hadoop jar job.jar com.example.Job \\",
            "    -D kinesis.stream.name=access output",
            "  HADOOP='bin/millrace hadoop' examples/streaming/run.sh access output"
        })
public final class HadoopCommand extends ForwardedCommand {
    @Override
    int run(List<String> forwarded) {
        return ConnectorRuntime.run("Hadoop", "local-hadoop", "io.millrace.hadoop.local.HadoopMain", forwarded);
    }
}
