package io.millrace.hive.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs a HiveServer2 until the process is ended, and says {@code listening on port N} once it can be used. Everything
 * else that it has to say is in the log files of its state folder.
 */
@Command(name = "hive-server", description = "Runs a HiveServer2 with its own metastore on 127.0.0.1.")
public final class HiveServerMain implements Runnable {
    @Option(names = "--state", required = true, description = "folder for metastore, warehouse and logs")
    private Path state;

    @Option(names = "--port", defaultValue = "0", description = "port to listen on; 0 (default) for a free one")
    private int port;

    @Option(names = "--hiveconf", paramLabel = "KEY=VALUE", description = "a setting of Hive, may be repeated")
    private Map<String, String> settings = Map.of();

    private HiveServerMain() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new HiveServerMain());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            failure.printStackTrace();
            return 1;
        });
        int code = line.execute(args);
        if (code != 0) {
            Runtime.getRuntime().exit(code);
        }
    }

    @Override
    public void run() {
        PrintStream out = System.out;
        EmbeddedHive hive = EmbeddedHive.start(state, port, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(hive::close, "stop-hive"));
        out.println("listening on port " + hive.port());
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
