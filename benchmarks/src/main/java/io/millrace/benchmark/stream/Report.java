package io.millrace.benchmark.stream;

import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How comparisons become rows: the service's rate and its ratios to the HTTP stack and to the engine. */
final class Report {
    private static final int MOST_WORDS = 80;
    /** Sources of a comparison before the emulators. */
    private static final int OWN = 3;

    private final Table table;

    /** @param emulators their names */
    Report(List<String> emulators) {
        List<String> columns = new ArrayList<>(List.of(
                "exchange",
                "format",
                "workers",
                "service",
                "HTTP stack (a)",
                "service : (a)",
                "engine (b)",
                "service : (b)",
                "CPU: service / (a) / (b)"));
        for (String emulator : emulators) {
            columns.add(emulator);
            columns.add("service : " + emulator);
        }
        table = new Table(
                "Ratios: minimum / median / maximum of the rounds. MB/s: 10^6 bytes of payload. CPU: microseconds of the"
                        + " process for a record; the driver's own work is in that of (b).",
                columns.toArray(String[]::new));
    }

    /** Adds a row; the comparison's sources are service, HTTP stack, engine and the emulators. */
    void add(String exchange, Format format, int workers, Comparison measured, boolean single) {
        List<String> cells = new ArrayList<>(List.of(
                exchange,
                format.name(),
                Integer.toString(workers),
                rate(measured.rates(0), single),
                rate(measured.rates(1), single),
                measured.ratios(1).spread(),
                rate(measured.rates(2), single),
                measured.ratios(2).spread(),
                String.format(
                        Locale.ROOT,
                        "%.1f / %.1f / %.1f",
                        measured.cpu(0).median(),
                        measured.cpu(1).median(),
                        measured.cpu(2).median())));
        for (int source = OWN; source < measured.sources(); source++) {
            Optional<String> failure = measured.failure(source);
            cells.add(failure.isPresent() ? words(failure.get()) : rate(measured.rates(source), single));
            cells.add(failure.isPresent() ? "-" : measured.ratios(source).spread());
        }
        table.row(cells.toArray(String[]::new));
    }

    /** One line that fits a cell. */
    private static String words(String message) {
        String line = message.lines().findFirst().orElse("failed").replace('|', '/');
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "..." : line;
    }

    Table table() {
        return table;
    }

    private static String rate(Samples recordsPerSecond, boolean single) {
        return single
                ? String.format(Locale.ROOT, "%,.0f/s", recordsPerSecond.median())
                : String.format(Locale.ROOT, "%.1f MB/s", recordsPerSecond.median() * Bodies.RECORD_BYTES / 1e6);
    }
}
