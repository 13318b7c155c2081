package io.millrace.hive;

import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The sample log, counted in Java: what the examples' HQL must answer. */
final class AccessLog {
    private static final Pattern COMBINED =
            Pattern.compile("(\\S+) \\S+ \\S+ \\[[^\\]]*\\] \"\\S* ?(\\S*)[^\"]*\" (\\d{3}) (?:\\d+|-)(?: .*)?");
    private static final int[] AFRICA = {41, 102, 105, 154, 196, 197};
    private static final int[] ASIA = {
        1, 14, 27, 36, 39, 42, 43, 49, 58, 59, 60, 61, 101, 103, 106, 133, 150, 153, 163, 171, 175, 180, 182, 183, 202,
        203, 210, 211
    };
    private static final int[] EUROPE = {
        2, 5, 31, 37, 46, 51, 53, 57, 62, 109, 141, 145, 151, 176, 178, 185, 188, 193, 194, 195, 212, 213, 217
    };
    private static final int[] LATIN_AMERICA = {177, 179, 181, 186, 187, 189, 190, 191, 200, 201};

    private AccessLog() {}

    record Line(String client, String page, int status) {
        static Optional<Line> of(String text) {
            Matcher matcher = COMBINED.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Line(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3))))
                    : Optional.empty();
        }

        String region() {
            int network = Integer.parseInt(client.substring(0, client.indexOf('.')));
            if (in(AFRICA, network)) {
                return "Africa";
            }
            if (in(ASIA, network) || (network >= 110 && network <= 126) || network >= 218) {
                return "Asia and Pacific";
            }
            if (in(EUROPE, network) || (network >= 77 && network <= 95)) {
                return "Europe";
            }
            return in(LATIN_AMERICA, network) ? "Latin America" : "North America";
        }

        private static boolean in(int[] networks, int network) {
            return IntStream.of(networks).anyMatch(one -> one == network);
        }
    }

    /** All lines that a record can hold, those that are not in the combined format included. */
    static List<String> lines() {
        try {
            return Files.readAllLines(RuntimeClasspath.root().resolve("examples/data/access_log")).stream()
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Line> parsed(List<String> lines) {
        return lines.stream().map(Line::of).flatMap(Optional::stream).toList();
    }

    /** The ten rows that the examples must answer for these lines. */
    static List<String> topErrors(List<String> lines) {
        Map<String, Long> errors = new TreeMap<>();
        for (Line line : parsed(lines)) {
            if (line.status() >= 400) {
                errors.merge(line.region() + "|" + line.page(), 1L, Long::sum);
            }
        }
        return errors.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(10)
                .map(entry -> entry.getKey() + "|" + entry.getValue())
                .toList();
    }
}
