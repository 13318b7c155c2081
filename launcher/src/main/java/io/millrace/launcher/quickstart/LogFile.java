package io.millrace.launcher.quickstart;

import io.millrace.launcher.UserError;
import io.millrace.launcher.put.Line;
import io.millrace.launcher.put.LinePolicy;
import io.millrace.launcher.put.LineReader;
import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web server log, counted here and not by Hive, so that Hive's results can be checked.
 *
 * @param path the file
 * @param lines all of its lines
 * @param usable the lines that become records: neither empty nor too long
 * @param statuses how many usable lines have each status; "-" for lines that are not in the combined format
 */
record LogFile(Path path, long lines, long usable, Map<String, Long> statuses) {
    /** What becomes a record; other lines are left out. */
    static final LinePolicy POLICY = new LinePolicy(LinePolicy.DEFAULT_BYTES, true);
    /** How lines that are not in the combined format are counted. */
    static final String MALFORMED = "-";

    private static final Pattern COMBINED =
            Pattern.compile("^\\S+ \\S+ \\S+ \\[[^\\]]*\\] \"(?:[^\"\\\\]|\\\\.)*\" (\\d{3}) (?:\\d+|-).*");
    private static final int KEY_CHARACTERS = 16;

    /** The log that the checkout brings along. */
    static Path sample() {
        return RuntimeClasspath.root().resolve("examples").resolve("data").resolve("access_log");
    }

    /**
     * Counts a log.
     *
     * @throws UserError when it can't be read, has fewer than two lines to put, or none in the combined format
     */
    static LogFile count(Path path) {
        try {
            return counted(path);
        } catch (IOException e) {
            throw LineReader.unreadable(path, e);
        }
    }

    private static LogFile counted(Path path) throws IOException {
        long lines = 0;
        long usable = 0;
        Map<String, Long> statuses = new TreeMap<>();
        try (LineReader reader = open(path)) {
            for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines++;
                if (POLICY.allows(line.get(), KEY_CHARACTERS)) {
                    usable++;
                    statuses.merge(status(line.get()), 1L, Long::sum);
                }
            }
        }
        if (usable < 2) {
            throw new UserError("'" + path + "' has " + usable + " lines to put; the quickstart needs at least 2");
        }
        if (statuses.keySet().equals(Set.of(MALFORMED))) {
            throw new UserError(
                    "none of the " + usable + " lines of '" + path + "' is in the combined log format, such as"
                            + " 192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"agent\"");
        }
        return new LogFile(path, lines, usable, statuses);
    }

    /** How many lines the first half has. */
    long half() {
        return lines / 2;
    }

    static LineReader open(Path path) throws IOException {
        return LineReader.open(path, POLICY.maxBytes());
    }

    private static String status(Line line) {
        Matcher matcher = COMBINED.matcher(new String(line.bytes(), StandardCharsets.UTF_8));
        return matcher.matches() ? matcher.group(1) : MALFORMED;
    }
}
