package io.millrace.pig.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pig.PigRunner;
import org.apache.pig.tools.pigstats.JobStats;
import org.apache.pig.tools.pigstats.PigStats;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs Pig. Exit code 0 when all jobs have ended well, 2 for a wrong command line, else 1: Pig's own codes, of which 2 is
 * a job that failed, mean other things. What Pig writes about an error goes to {@code $MILLRACE_HOME/logs}.
 */
@Command(
        name = "millrace pig",
        description = "Run a Pig script, or Grunt when there is neither -f nor -e.",
        footer = {"", "What DUMP shows goes to standard output, all else to standard error."})
public final class PigMain implements Callable<Integer> {
    private static final String HOME = "MILLRACE_HOME";
    /** What Pig's reasons begin with. */
    private static final Pattern EXCEPTION = Pattern.compile("^[\\w.$]+Exception: ");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @ArgGroup
    private Source source = new Source();

    @Option(
            names = {"-param", "-p"},
            paramLabel = "NAME=VALUE",
            description = "What $$NAME stands for in the script; can be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting, as by a line of set; can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "-x",
            paramLabel = "ENGINE",
            description =
                    "Pig's engine: local, tez_local, or mapreduce or tez with a cluster's configuration. Default: ${DEFAULT-VALUE}.",
            defaultValue = "local")
    private String engine;

    @Option(names = "--verbose", description = "Show what Pig tells of its work.")
    private boolean verbose;

    private static final class Source {
        @Option(names = "-f", paramLabel = "FILE", description = "File with a script.")
        private Path file;

        @Option(names = "-e", paramLabel = "STATEMENTS", description = "The statements themselves.")
        private String statements;
    }

    @Override
    public Integer call() {
        if (source.file != null && !Files.isRegularFile(source.file)) {
            System.err.println("millrace: there is no file " + source.file);
            return CommandLine.ExitCode.USAGE;
        }
        List<String> arguments;
        try {
            arguments = arguments();
        } catch (IOException e) {
            System.err.println("millrace pig: can't make the folder of Pig's logs, see " + HOME + ": " + e);
            return CommandLine.ExitCode.SOFTWARE;
        }
        PigStats stats = PigRunner.run(arguments.toArray(new String[0]), null);
        if (stats.getReturnCode() == CommandLine.ExitCode.OK) {
            return CommandLine.ExitCode.OK;
        }
        reasons(stats).forEach(reason -> System.err.println("millrace pig: " + reason));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /**
     * Why jobs have failed. Pig tells it among its statistics, which only {@code --verbose} shows; else it says no more of a job
     * that could not be started than that "hadoop does not return any error message".
     */
    private static Set<String> reasons(PigStats stats) {
        if (stats.getJobGraph() == null) {
            return Set.of();
        }
        return stats.getJobGraph().getFailedJobs().stream()
                .map(JobStats::getErrorMessage)
                .filter(Objects::nonNull)
                .map(message -> EXCEPTION
                        .matcher(message.strip().lines().findFirst().orElse(""))
                        .replaceFirst(""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> arguments() throws IOException {
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        if (!verbose) {
            // As a property: with -d, Pig writes a copy of the script beside it.
            arguments.add("-Ddebug=ERROR");
        }
        Collections.addAll(arguments, "-x", engine, "-l", logs().toString(), "-b");
        parameters.forEach((name, value) -> Collections.addAll(arguments, "-p", name + "=" + value));
        if (source.file != null) {
            Collections.addAll(arguments, "-f", source.file.toString());
        } else if (source.statements != null) {
            Collections.addAll(arguments, "-e", source.statements);
        }
        return arguments;
    }

    private static Path logs() throws IOException {
        String home = System.getenv(HOME);
        Path base =
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".millrace") : Path.of(home);
        return Files.createDirectories(base.resolve("logs"));
    }

    /** Runs Pig and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        CommandLine commandLine = new CommandLine(new PigMain());
        commandLine.setParameterExceptionHandler((e, wrong) -> {
            System.err.println("millrace pig: " + e.getMessage() + "; --help tells all options");
            return CommandLine.ExitCode.USAGE;
        });
        return commandLine.execute(args);
    }
}
