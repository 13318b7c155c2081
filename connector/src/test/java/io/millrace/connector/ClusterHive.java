package io.millrace.connector;

import io.millrace.local.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;

/**
 * A HiveServer2 in front of the cluster, as an administrator would set it up: a process of its own, with its warehouse in HDFS
 * and both engines on YARN.
 */
final class ClusterHive implements AutoCloseable {
    private static final String OPENS = System.getProperty("hadoop.opens");

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
    private static Map<String, String> settings(FileSystem files, Path reloadable) throws IOException {
        Map<String, String> settings = new TreeMap<>(ClusterTez.install(files));
        settings.put("hive.reloadable.aux.jars.path", reloadable.toString());
        // Hive 4.0 takes it for a part of Hadoop, which it is no longer.
        settings.put(
                "hive.aux.jars.path", ClusterTez.jars("commons-collections-3").get(0));
        settings.put("fs.defaultFS", files.getUri().toString());
        settings.put("hive.metastore.warehouse.dir", "/warehouse");
        settings.put("hive.metastore.warehouse.external.dir", "/external");
        settings.put("hive.exec.scratchdir", "/tmp/hive");
        settings.put("hive.user.install.directory", "/user");
        settings.put("hive.jar.directory", "/apps/hive");
        settings.put("hive.exec.reducers.max", "1");
        String hadoop = ConnectorJar.hadoop().replace(File.pathSeparator, ",");
        settings.put("mapreduce.framework.name", "yarn");
        settings.put("mapreduce.application.classpath", hadoop);
        settings.put("yarn.app.mapreduce.am.command-opts", ClusterTez.MASTER);
        settings.put("mapreduce.map.java.opts", ClusterTez.TASK);
        settings.put("mapreduce.reduce.java.opts", ClusterTez.TASK);
        settings.put("tez.local.mode", "false");
        settings.put("tez.local.mode.without.network", "false");
        settings.put("hive.tez.container.size", "256");
        settings.put("hive.tez.java.opts", ClusterTez.TASK);
        return settings;
    }
}
