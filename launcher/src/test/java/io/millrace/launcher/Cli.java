package io.millrace.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the launcher's command line inside the test and keeps what it wrote. */
public record Cli(int exitCode, String out, String err) {

    /** Runs one command. */
    public static Cli run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int exitCode = Main.run(commandLine, arguments);
        return new Cli(exitCode, out.toString(), err.toString());
    }
}
