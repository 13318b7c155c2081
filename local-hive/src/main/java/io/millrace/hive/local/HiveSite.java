package io.millrace.hive.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.conf.HiveConf;

/**
 * Writes the {@code hive-site.xml} of an embedded Hive and puts it on the class path. Hive looks for that file once per
 * JVM, in the context class loader, and many of its threads see no other settings; hence one state folder per JVM.
 */
final class HiveSite {
    private static final String STATE = "millrace.hive.state";
    private static final String LOG = "millrace.hive.log";

    private HiveSite() {}

    /**
     * Sets this JVM up for a state folder. Must run before any class of Hive that logs or reads settings.
     *
     * @param overrides settings that replace or add to those that come with this module
     * @throws IllegalStateException when this JVM's Hive is set up for another folder
     */
    static void install(StateFolder state, Map<String, String> overrides) {
        System.setProperty(LOG, state.log().toString());
        System.setProperty(
                "derby.stream.error.file",
                state.log().resolveSibling("derby.log").toString());
        Path site = write(state.root(), overrides);
        Thread.currentThread().setContextClassLoader(loaderOf(site.getParent()));
        HiveConf.setLoadHiveServer2Config(true);
        URL found = HiveConf.getHiveSiteLocation();
        if (found == null || !found.equals(url(site))) {
            throw new IllegalStateException("this JVM's Hive is set up by " + found + " and can't be set up again by "
                    + site + ": start a JVM per Hive");
        }
    }

    private static Path write(Path state, Map<String, String> overrides) {
        Configuration site = new Configuration(false);
        site.addResource(HiveSite.class.getResource("/local-hive.xml"));
        site.set(STATE, state.toString());
        overrides.forEach(site::set);
        Path file = state.resolve("conf").resolve("hive-site.xml");
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                site.writeXml(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }

    private static ClassLoader loaderOf(Path folder) {
        return new URLClassLoader(new URL[] {url(folder)}, HiveSite.class.getClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the state folder's path can't be written as a URL: " + path, e);
        }
    }
}
