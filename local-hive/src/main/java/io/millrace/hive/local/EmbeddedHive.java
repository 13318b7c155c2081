package io.millrace.hive.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hive.service.server.HiveServer2;

/**
 * A HiveServer2 with its metastore inside this JVM, reachable over JDBC on 127.0.0.1. It runs queries itself, with the
 * engines {@code tez} (default) and {@code mr} in local mode. One per JVM; thread-safe once started.
 *
 * <p>The JVM needs the {@code --add-opens} flags that the build keeps in {@code hadoop.opens}, and 1 GiB of heap.
 */
final class EmbeddedHive implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final StateFolder state;
    private final HiveServer2 server;
    private final int port;

    private EmbeddedHive(StateFolder state, HiveServer2 server, int port) {
        this.state = state;
        this.server = server;
        this.port = port;
    }

    /** Starts it on a free port. */
    public static EmbeddedHive start(Path state, Map<String, String> conf) {
        return start(state, 0, conf);
    }

    /**
     * Starts it; the first start on a folder makes the metastore's tables, which takes some seconds longer.
     *
     * @param state folder for all that it keeps, made when missing
     * @param port 0 for a free one
     * @param conf settings that replace or add to those of the embedded Hive
     * @throws StateInUseException when another Hive uses the folder
     */
    public static EmbeddedHive start(Path state, int port, Map<String, String> conf) {
        StateFolder folder = StateFolder.take(state);
        try {
            int listen = port == 0 ? freePort() : port;
            Map<String, String> overrides = new HashMap<>(conf);
            overrides.put("hive.server2.thrift.port", Integer.toString(listen));
            HiveSite.install(folder, overrides);
            HiveServer2 server = new HiveServer2();
            server.init(new HiveConf());
            server.start();
            return new EmbeddedHive(folder, server, listen);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public String jdbcUrl() {
        return "jdbc:hive2://" + HOST + ":" + port + "/default";
    }

    /** A new session. */
    public Connection connection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), "hive", "");
    }

    /** The file that everything is logged to. */
    public Path log() {
        return state.log();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } finally {
            state.close();
        }
    }

    // HiveServer2 does not tell which port it got when asked for any, so one is looked for here.
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + HOST, e);
        }
    }
}
