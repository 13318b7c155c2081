package io.millrace.hive.local;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * One session of a Hive inside this JVM that no other process can reach: quicker to start than a server. While it is
 * open, whatever Hive prints to this JVM's standard output and error goes to a file of the state folder. One per JVM.
 */
final class LocalSession implements AutoCloseable {
    private final StateFolder state;
    private final Connection connection;

    private LocalSession(StateFolder state, Connection connection) {
        this.state = state;
        this.connection = connection;
    }

    /**
     * Opens the session.
     *
     * @param settings of the session, as {@code SET key=value} would make them
     * @param variables what {@code ${hivevar:name}} stands for
     * @throws StateInUseException when another Hive uses the folder
     * @throws StartFailedException when Hive can't start; the message names its log
     */
    public static LocalSession open(Path folder, Map<String, String> settings, Map<String, String> variables) {
        StateFolder state = StateFolder.take(folder);
        try {
            PrintStream console =
                    new PrintStream(new FileOutputStream(state.console().toFile()), true, StandardCharsets.UTF_8);
            System.setOut(console);
            System.setErr(console);
            HiveSite.install(state, Map.of());
            Properties properties = new Properties();
            settings.forEach((key, value) -> properties.setProperty("hiveconf:" + key, value));
            variables.forEach((name, value) -> properties.setProperty("hivevar:" + name, value));
            properties.setProperty("user", System.getProperty("user.name"));
            return new LocalSession(state, DriverManager.getConnection("jdbc:hive2:///default", properties));
        } catch (IOException | SQLException | RuntimeException e) {
            state.close();
            throw new StartFailedException("Hive can't start: " + e.getMessage() + "\nits log: " + state.log(), e);
        }
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the session did not end well: " + e.getMessage(), e);
        } finally {
            state.close();
        }
    }

    /** The embedded Hive can't start. */
    public static final class StartFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
