package io.millrace.connector;

import io.millrace.local.RuntimeClasspath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/** Tez on the cluster, as an administrator would install it: its libraries are in HDFS. */
final class ClusterTez {
    private static final String OPENS = System.getProperty("hadoop.opens");
    private static final String LIBRARIES = "/apps/tez";
    private static final String STAGING = "/tmp/tez";

    /** Where masters keep the histories of their DAGs. */
    static final org.apache.hadoop.fs.Path HISTORIES = new org.apache.hadoop.fs.Path(STAGING + "/.tez/*/recovery");

    /** Flags of a task's JVM, but for the garbage collector: Pig chooses one, and a JVM refuses to have two. */
    static final String PIG_TASK = "-Xmx180m " + BriefJvm.FLAGS + " " + OPENS;
    /** Flags of a task's JVM. */
    static final String TASK = PIG_TASK + " -XX:+UseSerialGC";
    /** Flags of a master's JVM. */
    static final String MASTER = "-Xmx300m -XX:+UseSerialGC " + BriefJvm.FLAGS + " " + OPENS;

    private ClusterTez() {}

    /** Puts Tez where containers find it, its own jars and those that Hadoop does not have; returns what clients set. */
    static Map<String, String> install(FileSystem files) throws IOException {
        var target = new org.apache.hadoop.fs.Path(LIBRARIES);
        if (!files.exists(target)) {
            files.mkdirs(target);
            for (String jar :
                    jars("tez-", "hadoop-shim-", "RoaringBitmap-", "commons-collections4-", "protobuf-java-")) {
                files.copyFromLocalFile(new org.apache.hadoop.fs.Path(jar), target);
            }
        }
        return settings(files);
    }

    private static Map<String, String> settings(FileSystem files) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put("tez.ignore.lib.uris", "false");
        settings.put("tez.lib.uris", files.getUri() + LIBRARIES);
        settings.put("tez.use.cluster.hadoop-libs", "true");
        // What the nodes of a cluster have; a mini cluster would give its containers the client's class path instead.
        settings.put("yarn.is.minicluster", "false");
        settings.put("yarn.application.classpath", ConnectorJar.hadoop().replace(File.pathSeparator, ","));
        settings.put("tez.staging-dir", STAGING);
        settings.put("tez.am.resource.memory.mb", "384");
        // Asks for containers as often as MapReduce's master does: its own second is most of what a small query takes.
        settings.put("tez.am.am-rm.heartbeat.interval-ms.max", "100");
        settings.put("tez.am.launch.cmd-opts", MASTER);
        settings.put("tez.am.launch.env", "JAVA_HOME=" + System.getProperty("java.home"));
        return settings;
    }

    /** The local Hive's jars whose names begin so. */
    static List<String> jars(String... names) {
        return Stream.of(RuntimeClasspath.of("local-hive").split(File.pathSeparator, -1))
                .filter(path ->
                        Stream.of(names).anyMatch(Path.of(path).getFileName().toString()::startsWith))
                .toList();
    }
}
