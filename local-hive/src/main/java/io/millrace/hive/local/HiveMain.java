package io.millrace.hive.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs HQL in an embedded Hive. Results go to standard output, all else to standard error; exit code 0, 1 when a
 * statement or the start fails, 2 for a wrong command line. State is kept in {@code $MILLRACE_HOME/hive}.
 */
@Command(
        name = "millrace hive",
        description = "Run HQL in an embedded Hive. Without -f and -e, statements are read from standard input.",
        footer = {
            "",
            "Results go to standard output, tab-separated, or as a table when that is a terminal.",
            "Tables and logs are kept in $MILLRACE_HOME (default ~/.millrace) between calls."
        })
public final class HiveMain implements Callable<Integer> {
    /** Environment variable for the folder that keeps state between calls. */
    private static final String HOME = "MILLRACE_HOME";

    /** Environment variable: "true" when standard output is a terminal, which the starting shell knows and Java does not. */
    private static final String TERMINAL = "MILLRACE_TERMINAL";

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, Charset.defaultCharset());

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @ArgGroup
    private Source source = new Source();

    @Option(names = "--hiveconf", paramLabel = "KEY=VALUE", description = "A setting of the session; can be repeated.")
    private Map<String, String> settings = Map.of();

    @Option(
            names = {"--hivevar", "-d", "--define"},
            paramLabel = "NAME=VALUE",
            description = "What $${hivevar:NAME} stands for; can be repeated.")
    private Map<String, String> variables = Map.of();

    private static final class Source {
        @Option(names = "-f", paramLabel = "FILE", description = "File with statements.")
        private Path file;

        @Option(names = "-e", paramLabel = "SQL", description = "Statements, separated by ';'.")
        private String text;
    }

    private HiveMain() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new HiveMain());
        commandLine.setParameterExceptionHandler((e, wrong) -> {
            System.err.println("millrace hive: " + e.getMessage() + "; --help tells all options");
            return CommandLine.ExitCode.USAGE;
        });
        int code = commandLine.execute(args);
        // Hive leaves threads behind that are no daemons.
        Runtime.getRuntime().exit(code);
    }

    @Override
    public Integer call() throws IOException {
        String script = script();
        try (LocalSession session = LocalSession.open(state(), settings, variables)) {
            new ScriptRunner(session.connection(), printer(), err).run(Script.statements(script));
            return 0;
        } catch (StatementFailedException
                | StateInUseException
                | LocalSession.StartFailedException
                | UncheckedIOException e) {
            err.println("millrace hive: " + e.getMessage());
            return 1;
        }
    }

    private String script() throws IOException {
        if (source.text != null) {
            return source.text;
        }
        if (source.file == null) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (Files.isDirectory(source.file) || !Files.isReadable(source.file)) {
            throw new ParameterException(spec.commandLine(), "cannot read the file " + source.file);
        }
        try {
            return Files.readString(source.file);
        } catch (CharacterCodingException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the file " + source.file + " is not text in UTF-8; standard input is for pipes");
        }
    }

    private ResultPrinter printer() {
        boolean terminal = Boolean.parseBoolean(System.getenv(TERMINAL));
        return terminal ? new AlignedTable(out) : new TabSeparated(out);
    }

    private static Path state() {
        String home = System.getenv(HOME);
        Path folder =
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".millrace") : Path.of(home);
        return folder.resolve("hive");
    }
}
