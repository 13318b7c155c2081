package io.millrace.launcher.child;

import io.millrace.local.HadoopJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code millrace pig}: Pig with the connector; its own main understands the options. */
@Command(
        name = "pig",
        description = "Run Pig scripts, or Grunt, in local mode with the connector on its class path.",
        footer = {
            "  millrace pig -f top-errors.pig -param stream=access -param output=top",
            "  millrace pig -f incremental-load.pig -D kinesis.checkpoint.iteration.no=next",
            "  millrace pig                     Grunt"
        })
public final class PigCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        int code = ForegroundJvm.run(
                "Pig",
                "local-pig",
                List.of(HadoopJvm.connectorJar()),
                ConnectorRuntime.jvmFlags(arguments),
                "io.millrace.pig.local.PigMain",
                arguments);
        ForwardedHelp.addExamples(spec, arguments);
        return code;
    }
}
