package io.millrace.launcher.quickstart;

import io.millrace.launcher.put.Line;
import io.millrace.launcher.put.LineSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the errors of a log's pages without any of the tools, to compare them with. Stateless. */
final class ErrorsByPage {
    private static final int MOST = 10;
    private static final int FIRST_ERROR = 400;
    private static final Pattern REQUEST =
            Pattern.compile("^\\S+ \\S+ \\S+ \\[[^\\]]+\\] \"\\S+ (\\S+)[^\"]*\" (\\d{3}) .*$");

    private ErrorsByPage() {}

    /** The ten pages with the most errors and how many those are, most errors first. */
    static List<List<String>> top(LineSource lines) throws IOException {
        Map<String, Long> errors = new TreeMap<>();
        for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            Matcher request = REQUEST.matcher(new String(line.get().bytes(), StandardCharsets.UTF_8));
            if (request.matches() && Integer.parseInt(request.group(2)) >= FIRST_ERROR) {
                errors.merge(request.group(1), 1L, Long::sum);
            }
        }
        return errors.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(page -> List.of(page.getKey(), page.getValue().toString()))
                .toList();
    }
}
