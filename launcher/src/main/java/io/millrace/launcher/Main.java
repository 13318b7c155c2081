package io.millrace.launcher;

import io.millrace.launcher.child.DynamoDbCommand;
import io.millrace.launcher.child.HadoopCommand;
import io.millrace.launcher.child.HiveCommand;
import io.millrace.launcher.child.PigCommand;
import io.millrace.launcher.child.ServiceCommand;
import io.millrace.launcher.iterations.IterationsCommand;
import io.millrace.launcher.put.PutCommand;
import io.millrace.launcher.quickstart.QuickstartCommand;
import io.millrace.launcher.stream.StreamCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The command line behind {@code bin/millrace}. Exit codes: 0 done, 1 failed, 2 wrong usage; {@code service},
 * {@code dynamodb}, {@code hive}, {@code pig} and {@code hadoop} return the code of the process that they run.
 */
@Command(
        name = "millrace",
        description = "Query Amazon Kinesis streams from Hive, Pig and Hadoop.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        subcommands = {
            QuickstartCommand.class,
            ServiceCommand.class,
            DynamoDbCommand.class,
            HiveCommand.class,
            PigCommand.class,
            HadoopCommand.class,
            PutCommand.class,
            StreamCommand.class,
            IterationsCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; the message on standard error says why", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace quickstart              all of it on this machine",
            "  millrace put access access.log   put each line of a file into a stream",
            "  millrace put --help              the options of a command"
        })
public final class Main extends CommandGroup {
    /** Columns of the help where the terminal does not tell its own. */
    static final int USUAL_WIDTH = 80;

    @CommandLine.Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    boolean version;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        CommandLine commandLine = commandLine();
        // JSON above all is UTF-8, also where cron runs it without a locale.
        commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        System.exit(run(commandLine, args));
    }

    /**
     * Runs one command.
     *
     * @return its exit code; that of a failure when standard output has not taken all that the command printed, which
     *     its writer keeps to itself
     */
    static int run(CommandLine commandLine, String... args) {
        int code = commandLine.execute(args);
        if (code == CommandLine.ExitCode.OK && commandLine.getOut().checkError()) {
            PrintWriter err = commandLine.getErr();
            err.println("millrace: standard output did not take all of it: its disk may be full, or its reader gone");
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        return code;
    }

    /** The whole tree of commands, which writes to standard output and standard error. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExpandAtFiles(false);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpLongOptionsMaxWidth(30);
        commandLine.setUsageHelpWidth(USUAL_WIDTH);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionExceptionHandler(new ErrorHandler());
        commandLine.setParameterExceptionHandler((e, args) -> wrongUsage(e));
        return commandLine;
    }

    private static int wrongUsage(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("millrace: " + problem(e));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String problem(CommandLine.ParameterException e) {
        boolean noCommand = e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && e.getCommandLine().getCommand() instanceof CommandGroup;
        return noCommand
                ? "there is no command '"
                        + ((CommandLine.UnmatchedArgumentException) e)
                                .getUnmatched()
                                .get(0) + "'"
                : e.getMessage();
    }
}
