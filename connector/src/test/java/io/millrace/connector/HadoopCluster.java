package io.millrace.connector;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.mapreduce.v2.MiniMRYarnCluster;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.junit.rules.ExternalResource;

/**
 * HDFS with one data node and YARN with three node managers, in this JVM; its containers are processes. Classes of tests share
 * one, which runs as long as one of them does; a suite's rule keeps it for all of its classes.
 */
public final class HadoopCluster extends ExternalResource {
    static final HadoopCluster SHARED = new HadoopCluster();

    private static final int NODE_MANAGERS = 3;
    /** The main classes of MapReduce's and Tez's. */
    private static final Pattern MASTER = Pattern.compile("MRAppMaster|DAGAppMaster");

    private static final String FLAGS =
            " " + BriefJvm.FLAGS + " -XX:+UseSerialGC --add-opens=java.base/java.lang=ALL-UNNAMED";

    private int users;
    private Path folder;
    private MiniDFSCluster dfs;
    private MiniMRYarnCluster yarn;

    private HadoopCluster() {}

    @Override
    protected void before() throws IOException {
        if (users == 0) {
            start();
        }
        users++;
    }

    @Override
    protected void after() {
        users--;
        if (users == 0) {
            stop();
        }
    }

    private void start() throws IOException {
        folder = Files.createTempDirectory("millrace-cluster");
        Configuration conf = new Configuration();
        conf.set("hadoop.tmp.dir", folder.resolve("tmp").toString());
        dfs = new MiniDFSCluster.Builder(
                        conf, Files.createDirectory(folder.resolve("dfs")).toFile())
                .numDataNodes(1)
                .build();
        conf.set("fs.defaultFS", dfs.getURI().toString());
        small(conf);
        watchful(conf);
        quick(conf);
        yarn = new MiniMRYarnCluster("millrace-" + ProcessHandle.current().pid(), NODE_MANAGERS);
        yarn.init(conf);
        yarn.start();
        Configuration running = new Configuration(yarn.getConfig());
        // The JVMs of tasks are this one's kind.
        for (String who : List.of("yarn.app.mapreduce.am", "mapreduce.map", "mapreduce.reduce")) {
            running.set(who + ".env", "JAVA_HOME=" + System.getProperty("java.home"));
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("cluster.xml"))) {
            running.writeXml(out);
        }
    }

    /** Room for four tasks beside a job's master. */
    private static void small(Configuration conf) {
        conf.setInt("yarn.scheduler.minimum-allocation-mb", 128);
        conf.setInt("yarn.nodemanager.resource.memory-mb", 1024);
        conf.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        conf.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
        conf.setFloat("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 100);
        conf.setInt("yarn.app.mapreduce.am.resource.mb", 384);
        conf.set("yarn.app.mapreduce.am.command-opts", "-Xmx256m" + FLAGS);
        for (String kind : List.of("map", "reduce")) {
            conf.setInt("mapreduce." + kind + ".memory.mb", 256);
            conf.set("mapreduce." + kind + ".java.opts", "-Xmx160m" + FLAGS);
        }
        conf.setInt("mapreduce.task.io.sort.mb", 10);
        conf.setInt("mapreduce.job.running.map.limit", 4);
    }

    /** Nobody waits for a second to ask again. */
    private static void quick(Configuration conf) {
        conf.setLong("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", 100);
        conf.setLong("yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms", 100);
        conf.setLong("mapreduce.client.completion.pollinterval", 200);
        conf.setLong("mapreduce.client.progressmonitor.pollinterval", 200);
    }

    /** What is lost is found to be so in seconds, and all files of a job stay. */
    private static void watchful(Configuration conf) {
        conf.setLong("yarn.nm.liveness-monitor.expiry-interval-ms", 4_000);
        // From its launch on: where many processes share the cores, a master takes longer than it seems to get ready.
        conf.setLong("yarn.am.liveness-monitor.expiry-interval-ms", 120_000);
        conf.setLong("yarn.nodemanager.delete.debug-delay-sec", 3_600);
        conf.setInt("yarn.resourcemanager.am.max-attempts", 3);
        conf.setInt("mapreduce.am.max-attempts", 3);
        conf.setLong("mapreduce.job.speculative.retry-after-no-speculate", 500);
        conf.setLong("mapreduce.job.speculative.retry-after-speculate", 500);
        conf.setBoolean("mapreduce.map.speculative", false);
        conf.setBoolean("mapreduce.reduce.speculative", false);
    }

    /** A file with the configuration that clients need. */
    Path configuration() {
        return folder.resolve("cluster.xml");
    }

    /** Puts Hadoop's four site files into a folder, for those who find the cluster by their class path; returns the folder. */
    Path siteFiles(Path into) throws IOException {
        // In all of them: a later file's defaults hide what an earlier one says.
        for (String site : List.of("core", "hdfs", "mapred", "yarn")) {
            Files.copy(configuration(), into.resolve(site + "-site.xml"));
        }
        return into;
    }

    /**
     * How many applications YARN was given so far.
     *
     * @param type such as {@code MAPREDUCE}
     */
    long applications(String type) {
        return yarn.getResourceManager().getRMContext().getRMApps().values().stream()
                .filter(application -> application.getApplicationType().equals(type))
                .count();
    }

    /** The folder in which node managers keep what they give to containers, and what these print. */
    Path containers() {
        return yarn.getTestWorkDir().toPath();
    }

    FileSystem fileSystem() throws IOException {
        return dfs.getFileSystem();
    }

    /**
     * Ends a node manager and its containers, for good.
     *
     * @param hostAndPort as its containers' environment says
     */
    void loseNodeManager(String hostAndPort) {
        IntStream.range(0, NODE_MANAGERS)
                .mapToObj(this::nodeManager)
                .filter(node -> node.getNMContext().getNodeId().toString().equals(hostAndPort))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node manager is " + hostAndPort))
                .stop();
    }

    /** Ends the running masters of jobs, the JVMs that hand out tasks, in the given way. */
    void killMasters(Consumer<ProcessHandle> how) {
        List<ProcessHandle> masters = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .filter(process ->
                        MASTER.matcher(process.info().commandLine().orElse("")).find())
                .toList();
        if (masters.isEmpty()) {
            throw new IllegalStateException("no master of a job is running");
        }
        masters.forEach(how);
    }

    /**
     * Ends all running applications, as their owner does.
     *
     * @param type such as {@code TEZ}
     */
    void killApplications(String type) throws IOException, YarnException {
        try (YarnClient client = YarnClient.createYarnClient()) {
            client.init(yarn.getConfig());
            client.start();
            for (ApplicationReport application :
                    client.getApplications(Set.of(type), EnumSet.of(YarnApplicationState.RUNNING))) {
                client.killApplication(application.getApplicationId());
            }
        }
    }

    private NodeManager nodeManager(int index) {
        return yarn.getNodeManager(index);
    }

    private void stop() {
        yarn.stop();
        dfs.shutdown(true);
        FileUtil.fullyDelete(folder.toFile());
        FileUtil.fullyDelete(yarn.getTestWorkDir());
    }
}
