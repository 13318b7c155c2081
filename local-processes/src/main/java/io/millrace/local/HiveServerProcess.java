package io.millrace.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A HiveServer2 with the connector on its class path, running in a process of its own on a free port of 127.0.0.1.
 * Thread-safe.
 */
public final class HiveServerProcess implements AutoCloseable {
    private final ChildJvm jvm;

    private HiveServerProcess(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /**
     * Starts it.
     *
     * @param state folder for metastore, warehouse and Hive's own logs, made when missing
     * @param jvmFlags added to those that Hive needs
     * @param settings that replace or add to those of the local Hive
     * @param log file for its output
     * @throws NotBuiltException when there is no connector jar
     */
    public static HiveServerProcess start(Path state, List<String> jvmFlags, Map<String, String> settings, Path log) {
        List<String> flags = new ArrayList<>(HadoopJvm.flags());
        flags.addAll(jvmFlags);
        List<String> arguments = new ArrayList<>(List.of("--state", state.toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--hiveconf", key + "=" + value)));
        return new HiveServerProcess(ChildJvm.start(new ChildJvm.Command(
                "HiveServer2",
                "local-hive",
                List.of(HadoopJvm.connectorJar()),
                flags,
                "io.millrace.hive.local.HiveServerMain",
                arguments,
                log)));
    }

    /** Where {@link HiveDriver} reaches it. */
    public int port() {
        return jvm.port();
    }

    /** The process itself, to look at it or at its log. */
    public ChildJvm jvm() {
        return jvm;
    }

    @Override
    public void close() {
        jvm.close();
    }
}
