package io.millrace.launcher.quickstart;

import io.millrace.launcher.CommonOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace quickstart}: the whole way of a record on this machine. */
@Command(
        name = "quickstart",
        description = {
            "Show all of Millrace on this machine: start the stream service, DynamoDB Local and Hive, put the",
            "lines of a web server log into a stream, and ask Hive for the top 10 errors by region and page,",
            "iteration after iteration, while shards are split and merged. Takes about two minutes, checks its",
            "own results and stops all that it has started.",
            "What it makes is left in $MILLRACE_HOME/quickstart (default ~/.millrace/quickstart)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace quickstart                     with the sample log",
            "  millrace quickstart access.log.gz       with your own log in the combined format"
        })
public final class QuickstartCommand extends CommonOptions implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A web server log in the combined format, also gzipped. Default: the sample log.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LogFile log = LogFile.count(file == null ? LogFile.sample() : file);
        RunFolder folder = RunFolder.create();
        Screen screen = new Screen(out, Quickstart.STEPS);
        try (LocalParts parts = LocalParts.start(folder)) {
            // Also on Ctrl-C and SIGTERM: nothing may be left running.
            Runtime.getRuntime().addShutdownHook(new Thread(parts::stopQuietly, "stop-quickstart"));
            return new Quickstart(log, folder, parts, screen, err).run() ? 0 : 1;
        }
    }
}
