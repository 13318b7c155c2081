package io.millrace.launcher.child;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code millrace pig}: Pig with the connector; its own main understands the options. */
@Command(
        name = "pig",
        description = "Run Pig scripts, or Grunt, in local mode with the connector on its class path.",
        footer = {
            "  millrace pig -f top-errors.pig -param stream=access -param output=top",
            "  millrace pig -f incremental-load.pig -D kinesis.checkpoint.iteration.no=next",
            "  millrace pig                     Grunt"
        })
public final class PigCommand extends ForwardedCommand {
    @Override
    int run(List<String> forwarded) {
        return ConnectorRuntime.run("Pig", "local-pig", "io.millrace.pig.local.PigMain", forwarded);
    }
}
