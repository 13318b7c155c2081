package io.millrace.connector;

import io.millrace.local.RuntimeClasspath;
import io.millrace.testing.LocalServices;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command {@code pig} on a machine of the cluster: a JVM of its own, which finds the cluster by the site files on its class path. */
final class ClusterPig {
    private final Path folder;
    private final String engine;
    private final Map<String, String> settings = new TreeMap<>();

    private ClusterPig(Path folder, String engine) throws IOException {
        this.folder = folder;
        this.engine = engine;
        settings.putAll(services());
        // As a line of REGISTER does: the tasks get it.
        settings.put("pig.additional.jars", ConnectorJar.path().toString());
    }

    /** One whose jobs are MapReduce's. */
    static ClusterPig mapReduce(Path siteFiles) throws IOException {
        ClusterPig pig = new ClusterPig(siteFiles, "mapreduce");
        pig.set("mapreduce.framework.name", "yarn");
        // What nodes of a cluster have; a mini cluster would give its containers the client's class path instead.
        pig.set("yarn.is.minicluster", "false");
        pig.set("mapreduce.application.classpath", ConnectorJar.hadoop().replace(File.pathSeparator, ","));
        // Pig chooses a garbage collector of its own, and a JVM refuses to have two.
        pig.set("mapreduce.map.java.opts", "-Xmx160m " + BriefJvm.FLAGS);
        return pig;
    }

    /** One whose jobs are Tez's. */
    static ClusterPig tez(Path siteFiles, HadoopCluster cluster) throws IOException {
        ClusterPig pig = new ClusterPig(siteFiles, "tez");
        ClusterTez.install(cluster.fileSystem()).forEach(pig::set);
        pig.set("tez.task.resource.memory.mb", "256");
        pig.set("tez.task.launch.cmd-opts", ClusterTez.PIG_TASK);
        pig.set("tez.task.launch.env", "JAVA_HOME=" + System.getProperty("java.home"));
        return pig;
    }

    /** Where the local services are. */
    static Map<String, String> services() {
        return Map.of(
                "kinesis.endpoint.url", LocalServices.get().streams().toString(),
                "kinesis.endpoint.region", LocalServices.REGION.id(),
                "kinesis.accessKey", LocalServices.KEY,
                "kinesis.secretKey", LocalServices.KEY,
                "kinesis.checkpoint.metastore.endpoint.url",
                        LocalServices.get().tables().toString());
    }

    /** Sets a key for all scripts to come. */
    void set(String key, String value) {
        settings.put(key, value);
    }

    /** A script that runs. */
    JobClient.Running start(String script, String... parameters) throws IOException {
        return Scripts.start(command(script, parameters), Map.of("MILLRACE_HOME", folder.toString()), folder);
    }

    private List<String> command(String script, String... parameters) throws IOException {
        String classpath = String.join(
                File.pathSeparator,
                folder.toString(),
                ConnectorJar.path().toString(),
                RuntimeClasspath.of("local-pig"));
        List<String> command =
                new ArrayList<>(List.of(Scripts.pig(folder, classpath), "-x", engine, "--verbose", "-f", script));
        settings.forEach((key, value) -> Collections.addAll(command, "-D", key + "=" + value));
        for (String parameter : parameters) {
            Collections.addAll(command, "-param", parameter);
        }
        return command;
    }
}
