package io.millrace.benchmark.hive;

import io.millrace.benchmark.Lab;
import io.millrace.config.KinesisOptions;
import io.millrace.local.ChildJvm;
import io.millrace.local.HiveDriver;
import io.millrace.local.HiveServerProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The servers of {@link Lab} and a HiveServer2, a process of its own too. For one thread. */
final class HiveLab implements AutoCloseable {
    private final Lab lab;
    private final HiveServerProcess server;
    private final HiveDriver driver;

    /**
     * Starts Hive.
     *
     * @param lab is not closed by this
     */
    HiveLab(Lab lab, Path folder) {
        this.lab = lab;
        List<String> flags = new ArrayList<>(Lab.jvmFlags());
        // Hive's own frames alone are more than the 64 that a recording keeps of a stack by default.
        flags.add("-XX:FlightRecorderOptions=stackdepth=256");
        // Else a sample counts for the nearest safepoint, which may be in the reader of another table.
        flags.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
        server = HiveServerProcess.start(
                folder.resolve("hive"),
                flags,
                // Tasks run one after the other: side by side in one process, Hive's tasks get in each other's way.
                // With
                // mr they share the operators of the query and fail; with tez a count of files came out too small.
                Map.of("mapreduce.local.map.tasks.maximum", "1", "tez.am.inline.task.execution.max-tasks", "1"),
                folder.resolve("hive.log"));
        driver = HiveDriver.load(folder.resolve("hive-jdbc.log"));
    }

    Lab lab() {
        return lab;
    }

    /** The process of HiveServer2, which also runs the tasks. */
    ChildJvm jvm() {
        return server.jvm();
    }

    /**
     * A new session, until {@link Lab#enforceQuotas}.
     *
     * @param engine {@code mr} or {@code tez}
     */
    HiveSession session(String engine) {
        try {
            return new HiveSession(driver.connect(server.port()))
                    .set("hive.execution.engine", engine)
                    // Answers shall come from the rows, each time.
                    .set("hive.compute.query.using.stats", false)
                    .set("hive.query.results.cache.enabled", false)
                    .set(KinesisOptions.ENDPOINT_URL.key(), lab.streams())
                    .set(KinesisOptions.CHECKPOINT_ENDPOINT_URL.key(), lab.tables());
        } catch (SQLException e) {
            throw new IllegalStateException("no session: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
