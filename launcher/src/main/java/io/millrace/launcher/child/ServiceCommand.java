package io.millrace.launcher.child;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code millrace service}: the stream service in the foreground; its own main understands the options. */
@Command(
        name = "service",
        description = "Run the stream service, which speaks the Kinesis API, in the foreground.",
        footer = {
            "  millrace service                           on port 4567, data in ~/.millrace",
            "  millrace service --port 0 --data streams   any free port; it says which",
            "  aws kinesis list-streams --endpoint-url http://127.0.0.1:4567"
        })
public final class ServiceCommand extends ForwardedCommand {
    @Override
    int run(List<String> forwarded) {
        return ForegroundJvm.run(
                "the stream service", "stream-service", List.of(), List.of(), "io.millrace.service.Main", forwarded);
    }
}
