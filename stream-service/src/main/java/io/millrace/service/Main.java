package io.millrace.service;

import io.millrace.service.action.Settings;
import io.millrace.service.log.LogException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command that runs the service in the foreground until it is told to stop (SIGTERM or Ctrl-C). Says
 * {@code listening on port N} on standard output once clients can come. Exit codes: 1 when it can't start, 2 for a
 * wrong command line; ended by a signal, the one that the JVM gives (143 for SIGTERM).
 */
@Command(
        name = "millrace service",
        description = "Runs a durable server that speaks the Kinesis API.",
        sortOptions = false,
        usageHelpWidth = 100)
public final class Main implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "4567",
            description = "Port to listen on, 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Requests are not authenticated, so whoever reaches it has all "
                    + "streams. Default: ${DEFAULT-VALUE}")
    private String bind;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that holds all data; made when missing, found again by the next run. Default: "
                    + "streams in the folder that MILLRACE_HOME names, else in ~/.millrace")
    private Path data;

    @Option(
            names = "--account",
            paramLabel = "ID",
            defaultValue = "000000000000",
            description = "Account in the ARNs, 12 digits. Default: ${DEFAULT-VALUE}")
    private String account;

    @Option(
            names = "--state-delay",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "How long a stream shows CREATING, UPDATING or DELETING after a change, such as 500ms or "
                    + "10s. Default: ${DEFAULT-VALUE}")
    private Duration stateDelay;

    @Option(names = "--shard-limit", paramLabel = "N", description = "Most open shards of a region. Default: no limit")
    private Integer shardLimit;

    @Option(
            names = "--trim-after",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Keeps records no longer than this, whatever the stream's retention says; for tests and "
                    + "demos. Default: the stream's retention alone")
    private Duration trimAfter;

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .type(boolean.class)
                        .description("Shows this help.")
                        .build());
        int exitCode = commandLine.execute(args);
        Runtime.getRuntime().exit(exitCode);
    }

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        Path folder = (data == null ? defaultFolder() : data).toAbsolutePath().normalize();
        Settings settings = new Settings(
                account,
                stateDelay,
                shardLimit == null ? OptionalInt.empty() : OptionalInt.of(shardLimit),
                Optional.ofNullable(trimAfter));
        StreamService service;
        try {
            service = StreamService.start(folder, new InetSocketAddress(bind, port), settings, InstantSource.system());
        } catch (LogException | IOException e) {
            spec.commandLine().getErr().println("cannot start: " + reason(e));
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("stream service on http://" + bind + ":" + service.port() + ", data in " + folder);
        out.println("listening on port " + service.port());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private void checkOptions() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw wrong("--port " + port + " is not a port; allowed are 0 to " + HIGHEST_PORT);
        }
        if (!account.matches("\\d{12}")) {
            throw wrong("--account '" + account + "' is not an account id; allowed are 12 digits");
        }
        if (shardLimit != null && shardLimit < 1) {
            throw wrong("--shard-limit " + shardLimit + " is too small; allowed are 1 and more");
        }
        if (trimAfter != null && trimAfter.isZero()) {
            throw wrong("--trim-after 0 would keep nothing; name a longer time");
        }
        if (new InetSocketAddress(bind, port).isUnresolved()) {
            throw wrong("--bind '" + bind + "' is not an address or name of this machine");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private String reason(Exception e) {
        return e instanceof LogException
                ? e.getMessage()
                : "cannot listen on " + bind + ":" + port + ": " + e.getMessage();
    }

    private static Path defaultFolder() {
        String home = System.getenv("MILLRACE_HOME");
        Path base =
                home == null || home.isEmpty() ? Path.of(System.getProperty("user.home"), ".millrace") : Path.of(home);
        return base.resolve("streams");
    }
}
