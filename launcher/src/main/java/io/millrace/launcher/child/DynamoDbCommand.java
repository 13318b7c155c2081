package io.millrace.launcher.child;

import io.millrace.launcher.CommonOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace dynamodb}: Amazon's DynamoDB Local in the foreground. */
@Command(
        name = "dynamodb",
        description = {
            "Run DynamoDB Local, for the checkpoint table, in the foreground until it is stopped.",
            "It is Amazon's own program; your Maven fetches it from Maven Central."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace dynamodb                        tables in memory, on port 8000",
            "  millrace dynamodb --data tables          tables kept in the folder 'tables'",
            "  millrace dynamodb --port 0               any free port; it says which"
        })
public final class DynamoDbCommand extends CommonOptions implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Port to listen on, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for the tables, made when missing. Default: in memory, gone at the end.")
    private Path data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (port < 0 || port > MOST_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port " + port + " is not a port; allowed are 0 to " + MOST_PORT);
        }
        List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(port)));
        if (data != null) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        return ForegroundJvm.run(
                "DynamoDB Local",
                "local-dynamodb",
                List.of(),
                // It logs through SLF4J, which would complain that nothing is bound to it.
                List.of("-Xmx256m", "-Dslf4j.internal.verbosity=ERROR"),
                "io.millrace.local.dynamodb.Main",
                arguments);
    }
}
