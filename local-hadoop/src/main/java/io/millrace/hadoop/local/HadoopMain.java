package io.millrace.hadoop.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.util.RunJar;
import org.apache.hadoop.util.ToolRunner;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * As much of the command {@code hadoop} as jobs on one machine need. Without a cluster's configuration on the class path,
 * jobs run in this JVM and files are those of the machine. The exit code is the job's.
 */
@Command(
        name = "millrace hadoop",
        synopsisSubcommandLabel = "COMMAND",
        description = "Run jobs, and work with files, as Hadoop does, on one machine.",
        footer = {"", "How far a job is goes to standard error."},
        subcommands = {HadoopMain.Jar.class, HadoopMain.Fs.class})
public final class HadoopMain {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    /** Runs a job's jar. */
    @Command(name = "jar", description = "Run a jar's job, as hadoop jar does.")
    static final class Jar implements Callable<Integer> {
        @Parameters(paramLabel = "JAR", description = "The job's jar.")
        private Path jar;

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() throws Exception {
            if (!Files.isRegularFile(jar)) {
                System.err.println("millrace: there is no file " + jar);
                return CommandLine.ExitCode.USAGE;
            }
            // RunJar would show where in its code a download that broke off was noticed.
            try (JarFile opened = new JarFile(jar.toFile())) {
                opened.getManifest();
            } catch (IOException e) {
                System.err.println("millrace: " + jar + " is no jar, or a damaged one: " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            List<String> all = new ArrayList<>(List.of(jar.toString()));
            all.addAll(arguments);
            return run(all);
        }

        private static int run(List<String> jarAndArguments) throws Exception {
            try {
                // A main that ends its JVM by itself, as most do, does not come back from here.
                new RunJar().run(jarAndArguments.toArray(new String[0]));
                return CommandLine.ExitCode.OK;
            } catch (Exception e) {
                throw e;
            } catch (Throwable e) {
                // RunJar hands on whatever the job's main has thrown.
                throw new IllegalStateException(e);
            }
        }
    }

    /** Shows and changes files, as jobs name them. */
    @Command(name = "fs", description = "Work with files, as hadoop fs does.")
    static final class Fs implements Callable<Integer> {
        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() throws Exception {
            return ToolRunner.run(new FsShell(), arguments.toArray(new String[0]));
        }
    }

    private HadoopMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        CommandLine commandLine = new CommandLine(new HadoopMain());
        // What follows the jar is the job's, also when it looks like an option of ours.
        commandLine.setStopAtPositional(true);
        commandLine.setParameterExceptionHandler((e, wrong) -> {
            System.err.println("millrace hadoop: " + e.getMessage() + "; --help tells all commands");
            return CommandLine.ExitCode.USAGE;
        });
        return commandLine.execute(args);
    }
}
