package io.millrace.connector;

import io.millrace.local.ChildJvm;
import io.millrace.local.RuntimeClasspath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/**
 * A HiveServer2 in front of the cluster, as an administrator would set it up: a process of its own, with its warehouse in HDFS
 * and both engines on YARN.
 */
final class ClusterHive implements AutoCloseable {
    private static final String OPENS = System.getProperty("hadoop.opens");
    private static final String TASK = "-Xmx180m -XX:+UseSerialGC " + BriefJvm.FLAGS + " " + OPENS;
    private static final String MASTER = "-Xmx300m -XX:+UseSerialGC " + BriefJvm.FLAGS + " " + OPENS;
    private static final String TEZ = "/apps/tez";

    private final ChildJvm server;

    private ClusterHive(ChildJvm server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param folder for its site files, metastore and logs
     * @param classpath what it has on its class path beside its own
     * @param reloadable its {@code hive.reloadable.aux.jars.path}
     */
    static ClusterHive start(HadoopCluster cluster, Path folder, List<Path> classpath, Path reloadable)
            throws IOException {
        List<Path> extra = new ArrayList<>(classpath);
        extra.add(0, cluster.siteFiles(Files.createDirectory(folder.resolve("conf"))));
        installTez(cluster.fileSystem());
        List<String> flags = new ArrayList<>(List.of(OPENS.split(" ", -1)));
        flags.addAll(List.of("-Xmx1g", "-Djava.net.preferIPv4Stack=true"));
        List<String> arguments =
                new ArrayList<>(List.of("--state", folder.resolve("hive").toString()));
        settings(cluster.fileSystem(), reloadable)
                .forEach((key, value) -> arguments.add("--hiveconf=" + key + "=" + value));
        return new ClusterHive(ChildJvm.start(new ChildJvm.Command(
                "HiveServer2",
                "local-hive",
                extra,
                flags,
                "io.millrace.hive.local.HiveServerMain",
                arguments,
                folder.resolve("hive.log"))));
    }

    String url() {
        return "jdbc:hive2://127.0.0.1:" + server.port() + "/default";
    }

    @Override
    public void close() {
        server.close();
    }

    /** What the local Hive has otherwise. */
    private static Map<String, String> settings(FileSystem files, Path reloadable) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("hive.reloadable.aux.jars.path", reloadable.toString());
        // Hive 4.0 takes it for a part of Hadoop, which it is no longer.
        settings.put("hive.aux.jars.path", jars("commons-collections-3").get(0));
        settings.put("fs.defaultFS", files.getUri().toString());
        settings.put("hive.metastore.warehouse.dir", "/warehouse");
        settings.put("hive.metastore.warehouse.external.dir", "/external");
        settings.put("hive.exec.scratchdir", "/tmp/hive");
        settings.put("hive.user.install.directory", "/user");
        settings.put("hive.jar.directory", "/apps/hive");
        settings.put("hive.exec.reducers.max", "1");
        // What the nodes of a cluster have; a mini cluster would give its containers the client's class path instead.
        settings.put("yarn.is.minicluster", "false");
        String hadoop = ConnectorJar.hadoop().replace(File.pathSeparator, ",");
        settings.put("mapreduce.framework.name", "yarn");
        settings.put("mapreduce.application.classpath", hadoop);
        settings.put("yarn.app.mapreduce.am.command-opts", MASTER);
        settings.put("mapreduce.map.java.opts", TASK);
        settings.put("mapreduce.reduce.java.opts", TASK);
        settings.put("tez.local.mode", "false");
        settings.put("tez.local.mode.without.network", "false");
        settings.put("tez.ignore.lib.uris", "false");
        settings.put("tez.lib.uris", files.getUri() + TEZ);
        settings.put("tez.use.cluster.hadoop-libs", "true");
        settings.put("yarn.application.classpath", hadoop);
        settings.put("tez.staging-dir", "/tmp/tez");
        settings.put("tez.am.resource.memory.mb", "384");
        // Asks for containers as often as MapReduce's master does: its own second is most of what a small query takes.
        settings.put("tez.am.am-rm.heartbeat.interval-ms.max", "100");
        settings.put("tez.am.launch.cmd-opts", MASTER);
        settings.put("tez.am.launch.env", "JAVA_HOME=" + System.getProperty("java.home"));
        settings.put("hive.tez.container.size", "256");
        settings.put("hive.tez.java.opts", TASK);
        return settings;
    }

    /** Puts Tez where containers find it: its own jars and those that Hadoop does not have. */
    private static void installTez(FileSystem files) throws IOException {
        var target = new org.apache.hadoop.fs.Path(TEZ);
        if (files.exists(target)) {
            return;
        }
        files.mkdirs(target);
        for (String jar : jars("tez-", "hadoop-shim-", "RoaringBitmap-", "commons-collections4-")) {
            files.copyFromLocalFile(new org.apache.hadoop.fs.Path(jar), target);
        }
    }

    /** The local Hive's jars whose names begin so. */
    private static List<String> jars(String... names) {
        return Stream.of(RuntimeClasspath.of("local-hive").split(File.pathSeparator, -1))
                .filter(path ->
                        Stream.of(names).anyMatch(Path.of(path).getFileName().toString()::startsWith))
                .toList();
    }
}
