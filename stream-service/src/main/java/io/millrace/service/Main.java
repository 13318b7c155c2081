package io.millrace.service;

import io.millrace.service.action.Settings;
import io.millrace.service.encryption.MasterKeyFile;
import io.millrace.service.encryption.MasterKeys;
import io.millrace.service.http.FrontEndOptions;
import io.millrace.service.log.LogException;
import io.millrace.service.tls.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
        usageHelpAutoWidth = true)
public final class Main implements Callable<Integer> {
    private static final String[] HELP = {"-h", "--help"};

    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOptions network;

    @Option(names = "--data", paramLabel = "DIR", description = """
                    Folder that holds all data; made when missing, found again by the next run. Default: streams \
                    in the folder that MILLRACE_HOME names, else in ~/.millrace""")
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
            description = """
                    How long a stream shows CREATING, UPDATING or DELETING after a change, such as 500ms or 10s. \
                    Default: ${DEFAULT-VALUE}""")
    private Duration stateDelay;

    @Option(names = "--shard-limit", paramLabel = "N", description = "Most open shards of a region. Default: no limit")
    private Integer shardLimit;

    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private ChannelOptions channels;

    @Mixin
    private MonitoringOptions monitoring;

    @Option(names = "--trim-after", paramLabel = "DURATION", converter = DurationConverter.class, description = """
                    Keeps records no longer than this, whatever the stream's retention says; for tests and demos. \
                    Default: the stream's retention alone""")
    private Duration trimAfter;

    @Option(
            names = "--clock-behind",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = """
                    Lets the service's clock go this much behind the machine's, so that what is put now is that \
                    old for a later run without it; for tests and demos. Default: ${DEFAULT-VALUE}""")
    private Duration clockBehind;

    @Option(names = "--encryption-keys", paramLabel = "FILE", description = """
                    YAML or JSON file with the keys that streams can be encrypted with. Default: none, no stream \
                    can be encrypted""")
    private Path encryptionKeys;

    public static void main(String[] args) {
        Runtime.getRuntime().exit(run(System.getenv(), args));
    }

    /** Runs the command in an environment, and returns its exit code. */
    static int run(Map<String, String> environment, String... args) {
        if (Arrays.stream(args).anyMatch(List.of(HELP)::contains)) {
            // Whoever asks how to say it right gets an answer, whatever the environment and the file say.
            return commandLine(new OptionDefaults(Map.of())).execute(args);
        }
        OptionDefaults defaults = new OptionDefaults(environment);
        CommandLine commandLine = commandLine(defaults);
        try {
            defaults.checkEnvironment(commandLine.getCommandSpec());
            defaults.readFile(args, commandLine.getCommandSpec());
        } catch (IOException e) {
            commandLine.getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }

    static CommandLine commandLine(OptionDefaults defaults) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setDefaultValueProvider(defaults);
        commandLine.setParameterExceptionHandler((e, arguments) -> {
            // Without the usage, which would push the message off the screen.
            e.getCommandLine().getErr().println(e.getMessage() + "; --help tells all options");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder(HELP)
                        .usageHelp(true)
                        .type(boolean.class)
                        .description("Shows this help.")
                        .build());
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder(OptionDefaults.FILE_OPTION)
                        .paramLabel("FILE")
                        .type(Path.class)
                        .description("""
                                Properties file with further options, such as port=4567. An option on the command \
                                line wins over its environment variable, and that over the file. The variable of \
                                --state-delay is MILLRACE_OPT_STATE_DELAY, and so on.""")
                        .build());
        return commandLine;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        Path folder = (data == null ? defaultFolder() : data).toAbsolutePath().normalize();
        StreamService service;
        FrontEndOptions frontEnd;
        Settings settings;
        InstantSource clock = InstantSource.offset(InstantSource.system(), clockBehind.negated());
        try {
            settings = settings();
            frontEnd = network.frontEnd(account, clock);
        } catch (IOException e) {
            spec.commandLine().getErr().println("cannot start: " + e.getMessage());
            return 1;
        }
        try {
            service = StreamService.start(folder, frontEnd, options(settings), clock);
            TlsFiles.writeCertificate(frontEnd.tls(), folder.resolve("certificate.pem"));
        } catch (LogException | IOException e) {
            spec.commandLine().getErr().println("cannot start: " + reason(e));
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("stream service on http:// and https://" + network.host() + ":" + service.port() + ", data in "
                + folder + ", " + network.access());
        out.println("listening on port " + service.port());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private Settings settings() throws IOException {
        return new Settings(
                account,
                stateDelay,
                shardLimit == null ? OptionalInt.empty() : OptionalInt.of(shardLimit),
                Optional.ofNullable(trimAfter),
                encryptionKeys == null ? MasterKeys.NONE : MasterKeyFile.read(encryptionKeys, account));
    }

    private ServiceOptions options(Settings settings) {
        return new ServiceOptions(
                settings,
                traffic.quotas(),
                traffic.growth(settings),
                monitoring.access(),
                monitoring.accessLog(),
                channels.settings());
    }

    private void checkOptions() {
        network.check(this::wrong);
        traffic.check(this::wrong);
        channels.check(this::wrong);
        monitoring.check(this::wrong);
        if (!account.matches("\\d{12}")) {
            throw wrong("--account '" + account + "' is not an account id; allowed are 12 digits");
        }
        if (shardLimit != null && shardLimit < 1) {
            throw wrong("--shard-limit " + shardLimit + " is too small; allowed are 1 and more");
        }
        if (trimAfter != null && trimAfter.isZero()) {
            throw wrong("--trim-after 0 would keep nothing; name a longer time");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private String reason(Exception e) {
        if (e instanceof LogException) {
            return e.getMessage();
        }
        // The outer ones only say that it failed.
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "cannot listen on " + network.host() + ":" + network.port() + ": " + cause.getMessage();
    }

    private static Path defaultFolder() {
        String home = System.getenv("MILLRACE_HOME");
        Path base =
                home == null || home.isEmpty() ? Path.of(System.getProperty("user.home"), ".millrace") : Path.of(home);
        return base.resolve("streams");
    }
}
