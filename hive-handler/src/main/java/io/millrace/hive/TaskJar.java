package io.millrace.hive;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.metadata.HiveStorageHandler;

/**
 * Sends the connector's jar with a job when it is on Hive's own class path. Hive passes on what it was given by {@code ADD JAR},
 * {@code hive.aux.jars.path} and {@code hive.reloadable.aux.jars.path}, of its class path only its own jar. Stateless.
 */
final class TaskJar {
    /** What Hadoop and Hive on Tez send with a job. */
    private static final String JARS = "tmpjars";

    private static final String AUXILIARY = "hive.aux.jars.path";

    private TaskJar() {}

    /** Adds the jar to those that go with the job, unless it is there or the tasks run in this JVM. */
    static void sendWith(Configuration job) {
        if (TaskJar.class.getClassLoader() == HiveStorageHandler.class.getClassLoader() && !isLocal(job)) {
            location().ifPresent(jar -> add(jar, job));
        }
    }

    static void add(URI jar, Configuration job) {
        List<String> jars = new ArrayList<>(job.getTrimmedStringCollection(JARS));
        // Hadoop can't send two files of one name.
        boolean isThere = Stream.concat(jars.stream(), job.getTrimmedStringCollection(AUXILIARY).stream())
                .anyMatch(other -> name(other).equals(name(jar.getPath())));
        if (!isThere) {
            jars.add(jar.toString());
            job.set(JARS, String.join(",", jars));
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isLocal(Configuration job) {
        return "tez".equals(job.get("hive.execution.engine"))
                ? job.getBoolean("tez.local.mode", false)
                : "local".equals(job.get("mapreduce.framework.name", "local"));
    }

    /** Nowhere when the classes lie in a folder. */
    private static Optional<URI> location() {
        CodeSource source = TaskJar.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            URI jar = source.getLocation().toURI();
            return "file".equals(jar.getScheme()) && Files.isRegularFile(Path.of(jar))
                    ? Optional.of(jar)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the connector's place can't be written as a URI", e);
        }
    }
}
