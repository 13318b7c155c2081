package io.millrace.hive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The tables in which a metastore keeps transactions. Hive's metastore makes all other tables by itself, and these only by its
 * schema tool, whose script is in no jar.
 */
final class TransactionTables {
    private TransactionTables() {}

    /** Makes a metastore's database that has them, and nothing else yet. */
    static void make(Path database) throws IOException {
        Files.createDirectories(database.getParent());
        try {
            Driver derby = (Driver) HiveSession.Jdbc.LOADER
                    .loadClass("org.apache.derby.jdbc.EmbeddedDriver")
                    .getDeclaredConstructor()
                    .newInstance();
            String url = "jdbc:derby:" + database;
            // Hive's own user, whose tables these are.
            Properties user = new Properties();
            user.setProperty("user", "APP");
            try (Connection connection = derby.connect(url + ";create=true", user);
                    Statement statement = connection.createStatement()) {
                for (String sql : script().split(";\\s*", 0)) {
                    statement.execute(sql);
                }
            }
            letGo(derby, url);
        } catch (SQLException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String script() throws IOException {
        try (InputStream script = TransactionTables.class.getResourceAsStream("/transaction-tables.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Another process can use the database only then. */
    private static void letGo(Driver derby, String url) throws SQLException {
        try {
            derby.connect(url + ";shutdown=true", new Properties());
        } catch (SQLException e) {
            // So Derby tells that it has been shut down.
            if (!"08006".equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
