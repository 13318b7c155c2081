package io.millrace.launcher.child;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that is another module's main class, in the foreground: that one understands the arguments. */
abstract class ForwardedCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    /** Runs the process to its end and returns its exit code. */
    abstract int run(List<String> forwarded);

    @Override
    public final Integer call() {
        int code = run(arguments);
        if (!arguments.isEmpty() && List.of("--help", "-h").contains(arguments.get(0))) {
            addExamples();
        }
        return code;
    }

    /** Completes the help of the process by examples of calls through the launcher. */
    private void addExamples() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%nExamples:%n");
        for (String line : spec.usageMessage().footer()) {
            out.println(line);
        }
        out.flush();
    }
}
