package io.millrace.local;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Hive's JDBC driver, loaded from local-hive's class path by a class loader of its own: this JVM's class path stays free
 * of Hive's and Hadoop's few hundred jars. Thread-safe.
 */
public final class HiveDriver {
    private static final String LOG_PROPERTY = "millrace.hive.log";

    private final ClassLoader loader;
    private final Driver driver;

    private HiveDriver(ClassLoader loader, Driver driver) {
        this.loader = loader;
        this.driver = driver;
    }

    /**
     * Loads the driver.
     *
     * @param log where the driver's own logging goes
     */
    public static HiveDriver load(Path log) {
        System.setProperty(LOG_PROPERTY, log.toString());
        List<URL> urls = new ArrayList<>();
        for (String entry : RuntimeClasspath.of("local-hive").split(Pattern.quote(File.pathSeparator), -1)) {
            urls.add(url(Path.of(entry)));
        }
        ClassLoader loader =
                new URLClassLoader("hive-jdbc", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        try {
            Driver driver = (Driver) loader.loadClass("org.apache.hive.jdbc.HiveDriver")
                    .getDeclaredConstructor()
                    .newInstance();
            return new HiveDriver(loader, driver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Hive's JDBC driver is not on local-hive's class path", e);
        }
    }

    /** Opens a session on a HiveServer2 of this machine. */
    public Connection connect(int port) throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Hive and log4j look for their settings in the context class loader.
        thread.setContextClassLoader(loader);
        try {
            return driver.connect("jdbc:hive2://127.0.0.1:" + port + "/default", new Properties());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("not a class path entry: " + path, e);
        }
    }
}
