package io.millrace.launcher.quickstart;

import io.millrace.launcher.CommonOptions;
import io.millrace.launcher.tool.Tool;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace quickstart}: the whole way of a record on this machine. */
@Command(
        name = "quickstart",
        description = {
            "Show all of Millrace on this machine, with Hive or another tool.",
            "",
            """
            It starts the stream service, DynamoDB Local and Hive, puts the lines of a web server log into a stream, \
            and asks Hive for the top 10 errors by region and page, iteration after iteration, while shards are split \
            and merged. It takes about two minutes, checks its own results and stops all that it has started. With \
            another tool (--with) it asks for the ten pages with the most errors, and takes half a minute.""",
            "What it makes is left in $MILLRACE_HOME/quickstart (default ~/.millrace/quickstart)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace quickstart                 with the sample log",
            "  millrace quickstart access.log.gz   with your own log in the combined format",
            "  millrace quickstart --with pig      with Pig in place of Hive"
        })
public final class QuickstartCommand extends CommonOptions implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A web server log in the combined format, also gzipped. Default: the sample log.")
    private Path file;

    @Option(
            names = "--with",
            paramLabel = "TOOL",
            defaultValue = "hive",
            description = "hive, pig, streaming, mapreduce or cascading. Default: hive.")
    private Tool tool;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LogFile log = LogFile.count(file == null ? LogFile.sample() : file);
        RunFolder folder = RunFolder.create();
        boolean withHive = tool == Tool.HIVE;
        try (LocalParts parts = withHive ? LocalParts.withHive(folder) : LocalParts.withoutHive(folder)) {
            // Also on Ctrl-C and SIGTERM: nothing may be left running.
            Runtime.getRuntime().addShutdownHook(new Thread(parts::stopQuietly, "stop-quickstart"));
            boolean passed = withHive
                    ? new Quickstart(log, folder, parts, new Screen(out, Quickstart.STEPS), err).run()
                    : new ToolQuickstart(tool, log, folder, parts, new Screen(out, ToolQuickstart.STEPS), err).run();
            return passed ? 0 : 1;
        }
    }
}
