package io.millrace.benchmark.hive;

import io.millrace.benchmark.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of Hive's process during one query, and whose code the samples were in. */
final class Profile {
    private final HiveLab hive;
    private final Path folder;
    private final Table table = new Table(
            "A flight recording (settings=profile) of Hive's process during one " + Query.GROUP_BY.title()
                    + ": whose code the samples were in. A sample counts for the first of these that is in its stack.",
            "engine",
            "rows from",
            "seconds",
            "samples",
            Part.SERDE.title,
            Part.SDK.title,
            Part.CONNECTOR.title,
            Part.LINES.title,
            Part.HIVE.title,
            Part.OTHER.title);

    /** Whose code runs, by what the names of its classes begin with. */
    private enum Part {
        SERDE("the table's JsonSerDe", "org\\.apache\\.hadoop\\.hive\\.serde2\\.JsonSerDe"),
        SDK("AWS SDK", "io\\.millrace\\.shaded\\."),
        CONNECTOR("connector", "io\\.millrace\\."),
        LINES("lines of files", "org\\.apache\\.hadoop\\.mapred\\.LineRecordReader"),
        HIVE("rest of Hive, Tez and Hadoop", "org\\.apache\\.(hadoop|hive|tez)\\."),
        OTHER("else", "");

        private final String title;
        private final Pattern beginning;

        Part(String title, String beginning) {
            this.title = title;
            this.beginning = Pattern.compile(beginning);
        }

        static Part of(RecordedStackTrace stack) {
            List<String> classes = stack == null
                    ? List.of()
                    : stack.getFrames().stream()
                            .map(RecordedFrame::getMethod)
                            .map(method -> method.getType().getName())
                            .toList();
            return Arrays.stream(values())
                    .filter(part -> classes.stream().anyMatch(part::owns))
                    .findFirst()
                    .orElse(OTHER);
        }

        private boolean owns(String className) {
            return beginning.matcher(className).lookingAt();
        }
    }

    /** @param folder for the recordings */
    Profile(HiveLab hive, Path folder) {
        this.hive = hive;
        this.folder = folder;
    }

    /** Adds a row for a table. */
    void measure(HiveSession session, String engine, String from, String what) throws IOException {
        session.set("hive.vectorized.execution.enabled", false);
        Path file = folder.resolve(engine + "-" + from + ".jfr");
        jcmd("JFR.start", "name=query", "settings=profile");
        double seconds = session.run(Query.GROUP_BY.of(from)).seconds();
        jcmd("JFR.stop", "name=query", "filename=" + file);
        Map<Part, Long> samples = samples(file);
        long all = samples.values().stream().mapToLong(Long::longValue).sum();
        List<String> cells =
                new ArrayList<>(List.of(engine, what, String.format(Locale.ROOT, "%.2f", seconds), Long.toString(all)));
        for (Part part : Part.values()) {
            cells.add(String.format(Locale.ROOT, "%.0f %%", 100.0 * samples.getOrDefault(part, 0L) / Math.max(1, all)));
        }
        table.row(cells.toArray(new String[0]));
    }

    private static Map<Part, Long> samples(Path file) throws IOException {
        Map<Part, Long> samples = new EnumMap<>(Part.class);
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
                    samples.merge(Part.of(event.getStackTrace()), 1L, Long::sum);
                }
            }
        }
        return samples;
    }

    private void jcmd(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(hive.jvm().pid())));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jcmd.log").toFile())
                .start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", line) + " failed, see " + folder.resolve("jcmd.log"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void print(PrintStream out) {
        table.print(out);
    }
}
