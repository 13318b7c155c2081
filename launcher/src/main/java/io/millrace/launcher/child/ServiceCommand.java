package io.millrace.launcher.child;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code millrace service}: the stream service in the foreground; its own main understands the options. */
@Command(
        name = "service",
        description = "Run the stream service, which speaks the Kinesis API, in the foreground.",
        footer = {
            "  millrace service                             on port 4567, data in ~/.millrace/streams",
            "  millrace service --port 0 --data streams     any free port; it says which",
            "  aws kinesis list-streams --endpoint-url http://127.0.0.1:4567"
        })
public final class ServiceCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        int code = ForegroundJvm.run(
                "the stream service", "stream-service", List.of(), List.of(), "io.millrace.service.Main", arguments);
        ForwardedHelp.addExamples(spec, arguments);
        return code;
    }
}
