package io.millrace.local.dynamodb;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * Runs DynamoDB Local until the process is ended, and says {@code listening on port N} once it can be used.
 * Arguments: {@code --port N} (0: a free one) and {@code --data DIR} (without it tables are kept in memory).
 */
public final class Main {
    private static final int ATTEMPTS = 10;

    private Main() {}

    public static void main(String[] args) throws Exception {
        int port = 8000;
        Path data = null;
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--port" -> port = Integer.parseInt(args[i + 1]);
                case "--data" -> data = Path.of(args[i + 1]);
                default ->
                    throw new IllegalArgumentException("unknown option " + args[i] + "; allowed are --port and --data");
            }
        }
        try {
            System.out.println("listening on port " + start(port, data));
        } catch (IOException e) {
            System.err.println(
                    "cannot start: port " + port + ", data in " + (data == null ? "memory" : data) + ": " + reason(e));
            System.exit(1);
        }
        Thread.currentThread().join();
    }

    private static String reason(IOException failure) {
        return failure.getCause() instanceof BindException
                ? "another process uses the port; stop it or name another one with --port"
                : failure.toString();
    }

    private static int start(int wanted, Path data) throws Exception {
        for (int attempt = 1; ; attempt++) {
            int port = wanted == 0 ? freePort() : wanted;
            try {
                server(port, data).start();
                return port;
            } catch (Exception e) {
                // DynamoDB Local can't be asked for "any free port", so another process may take the one found here.
                if (wanted != 0 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static DynamoDBProxyServer server(int port, Path data) throws Exception {
        List<String> options = new ArrayList<>(List.of("-port", Integer.toString(port), "-disableTelemetry"));
        if (data == null) {
            options.add("-inMemory");
        } else {
            Files.createDirectories(data);
            options.addAll(List.of("-dbPath", data.toString()));
        }
        options.add("-sharedDb");
        return ServerRunner.createServerFromCommandLineArgs(options.toArray(new String[0]));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
