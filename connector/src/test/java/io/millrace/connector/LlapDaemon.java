package io.millrace.connector;

import io.millrace.local.ChildJvm;
import io.millrace.local.HadoopJvm;
import io.millrace.local.RuntimeClasspath;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * A daemon of LLAP, which runs the tasks of Hive's queries in one JVM that goes on living, and the ZooKeeper through which it is
 * found. The daemon is a process of its own, as {@code hive --service llap} starts it in a container; ZooKeeper runs in this JVM.
 */
final class LlapDaemon implements AutoCloseable {
    private static final int TICK_MILLIS = 2000;
    private static final int MOST_CONNECTIONS = 100;

    private final ServerCnxnFactory zooKeeper;
    private final Map<String, String> settings;
    private final ChildJvm daemon;

    private LlapDaemon(ServerCnxnFactory zooKeeper, Map<String, String> settings, ChildJvm daemon) {
        this.zooKeeper = zooKeeper;
        this.settings = settings;
        this.daemon = daemon;
    }

    /**
     * Starts both.
     *
     * @param folder for their files
     * @param jars what the daemon has besides Hive's own
     */
    static LlapDaemon start(Path folder, List<Path> jars) throws IOException, InterruptedException {
        File kept = Files.createDirectory(folder.resolve("zookeeper")).toFile();
        ServerCnxnFactory zooKeeper = ServerCnxnFactory.createFactory(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_CONNECTIONS);
        zooKeeper.startup(new ZooKeeperServer(kept, kept, TICK_MILLIS));
        Map<String, String> settings = settings(zooKeeper.getLocalPort());
        settings.put(
                "hive.llap.daemon.work.dirs",
                Files.createDirectory(folder.resolve("work")).toString());
        List<Path> classpath = new ArrayList<>(hive40());
        classpath.addAll(jars);
        classpath.add(siteFile(Files.createDirectory(folder.resolve("llap-conf")), settings));
        List<String> flags = new ArrayList<>(HadoopJvm.flags());
        flags.add("-Djava.net.preferIPv4Stack=true");
        flags.add("-Dmillrace.hive.log=" + folder.resolve("llap-daemon.log"));
        // Its handler of shuffles says on which port it listens, which the process is waited for.
        return new LlapDaemon(
                zooKeeper,
                settings,
                ChildJvm.start(new ChildJvm.Command(
                        "the LLAP daemon",
                        "local-hive",
                        classpath,
                        flags,
                        "org.apache.hadoop.hive.llap.daemon.impl.LlapDaemon",
                        List.of(),
                        folder.resolve("llap.log"))));
    }

    private static Map<String, String> settings(int zooKeeper) {
        Map<String, String> settings = new TreeMap<>();
        Stream.of("daemon.rpc", "management.rpc", "daemon.yarn.shuffle", "daemon.web", "daemon.output.service")
                .forEach(port -> settings.put("hive.llap." + port + ".port", "0"));
        settings.put("hive.llap.daemon.service.hosts", "@llap");
        settings.put("hive.zookeeper.quorum", "127.0.0.1");
        settings.put("hive.zookeeper.client.port", Integer.toString(zooKeeper));
        settings.put("hive.llap.daemon.num.executors", "2");
        settings.put("hive.llap.daemon.memory.per.instance.mb", "512");
        settings.put("hive.llap.io.memory.size", "256Mb");
        settings.put("fs.defaultFS", "file:///");
        return settings;
    }

    private static Path siteFile(Path folder, Map<String, String> settings) throws IOException {
        Configuration site = new Configuration(false);
        settings.forEach(site::set);
        try (OutputStream out = Files.newOutputStream(folder.resolve("llap-daemon-site.xml"))) {
            site.writeXml(out);
        }
        return folder;
    }

    /**
     * What Hive 4.0 was built with and LLAP can't do without: Tez 0.10.4, a class of Hadoop 3.3 that 3.4 does not have, and Log4j's own
     * form of version 1 before any other. For the daemon and whoever sends tasks to it.
     */
    static List<Path> hive40() throws IOException {
        Path target = Path.of(System.getProperty("millrace.root"), "connector", "target", "hive-4.0");
        List<Path> paths = new ArrayList<>();
        paths.add(target.resolve("hadoop-3.3"));
        try (Stream<Path> jars = Files.list(target.resolve("tez"))) {
            jars.forEach(paths::add);
        }
        Stream.of(RuntimeClasspath.of("local-hive").split(File.pathSeparator, -1))
                .filter(path -> path.contains("log4j-1.2-api"))
                .map(Path::of)
                .forEach(paths::add);
        return paths;
    }

    /** What a HiveServer2 must be told to have its queries run by the daemon, all of them. */
    Map<String, String> settings() {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("hive.execution.engine", "tez");
        all.put("hive.execution.mode", "llap");
        all.put("hive.llap.execution.mode", "only");
        // Tez's master is a part of HiveServer2, but its tasks are not.
        all.put("tez.local.mode.without.network", "false");
        all.put("tez.runtime.optimize.local.fetch", "false");
        return all;
    }

    @Override
    public void close() {
        daemon.close();
        zooKeeper.shutdown();
    }
}
