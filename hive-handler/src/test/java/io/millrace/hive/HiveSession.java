package io.millrace.hive;

import io.millrace.local.RuntimeClasspath;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A JDBC session as tests want it: rows are texts joined by a bar, failures are unchecked. */
final class HiveSession implements AutoCloseable {
    private final Connection connection;

    private HiveSession(Connection connection) {
        this.connection = connection;
    }

    static HiveSession open(String url) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Jdbc.LOADER);
        try {
            return new HiveSession(Jdbc.DRIVER.connect(url, new Properties()));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The driver, apart from this JVM's class path: hive-exec is there without what the driver needs besides. */
    static final class Jdbc {
        static final ClassLoader LOADER = loader();
        static final Driver DRIVER = driver();

        private static ClassLoader loader() {
            try {
                List<URL> urls = new ArrayList<>();
                for (String path : List.of(RuntimeClasspath.of("local-hive").split(File.pathSeparator, -1))) {
                    urls.add(Path.of(path).toUri().toURL());
                }
                return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Driver driver() {
            try {
                return (Driver) LOADER.loadClass("org.apache.hive.jdbc.HiveDriver")
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The rows of a statement in their order; none for one that is no query. */
    List<String> run(String sql) {
        try (Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (!statement.execute(sql)) {
                return rows;
            }
            try (ResultSet result = statement.getResultSet()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int column = 1; column <= columns; column++) {
                        row.append(column == 1 ? "" : "|").append(result.getString(column));
                    }
                    rows.add(row.toString());
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Runs a statement that must fail, and returns the message. */
    String refusal(String sql) {
        try {
            run(sql);
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
        throw new AssertionError("did not fail: " + sql);
    }

    HiveSession set(String key, String value) {
        run("SET " + key + "=" + value);
        return this;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
