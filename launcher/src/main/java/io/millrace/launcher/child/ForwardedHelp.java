package io.millrace.launcher.child;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Completes the help of a process that was asked for it by examples of calls through the launcher. Stateless. */
final class ForwardedHelp {
    private ForwardedHelp() {}

    /** Prints the footer of the command when its process was asked for help. */
    static void addExamples(CommandSpec spec, List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%nExamples:%n");
            for (String line : spec.usageMessage().footer()) {
                out.println(line);
            }
            out.flush();
        }
    }
}
