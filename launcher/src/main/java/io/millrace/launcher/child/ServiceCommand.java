package io.millrace.launcher.child;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code millrace service}: the stream service in the foreground; its own main understands the options. */
@Command(name = "service", description = "Run the stream service, which speaks the Kinesis API, in the foreground.")
public final class ServiceCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        return ForegroundJvm.run(
                "the stream service", "stream-service", List.of(), List.of(), "io.millrace.service.Main", arguments);
    }
}
