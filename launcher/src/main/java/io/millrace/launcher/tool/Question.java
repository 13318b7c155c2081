package io.millrace.launcher.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which ten pages had the most errors, of one iteration.
 *
 * @param stream of a web server's log lines
 * @param iteration its number, or {@code next}
 * @param output where the answer goes; does not exist yet
 */
public record Question(String stream, String iteration, Path output) {
    /** The examples' own, which is why all tools read the same iterations. */
    public static final String CHECKPOINT_TABLE = "millrace_iterations";

    public static final String LOGICAL_NAME = "top-errors";

    /** The settings of iterations, as {@code -D key=value}. */
    List<String> settings() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "kinesis.checkpoint.enabled", "true",
                "kinesis.checkpoint.metastore.table.name", CHECKPOINT_TABLE,
                "kinesis.checkpoint.logical.name", LOGICAL_NAME,
                "kinesis.checkpoint.iteration.no", iteration));
        return settings.entrySet().stream()
                .flatMap(setting -> List.of("-D", setting.getKey() + "=" + setting.getValue()).stream())
                .toList();
    }
}
