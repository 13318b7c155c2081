package io.millrace.benchmark.stream;

import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import java.util.Locale;

/** How comparisons become rows: the service's rate and its ratios to the HTTP stack and to the engine. */
final class Report {
    private final Table table = new Table(
            "Ratios: minimum / median / maximum of the rounds. MB/s: 10^6 bytes of payload. CPU: microseconds of the"
                    + " process for a record; the driver's own work is in that of (b).",
            "exchange",
            "format",
            "workers",
            "service",
            "HTTP stack (a)",
            "service : (a)",
            "engine (b)",
            "service : (b)",
            "CPU: service / (a) / (b)");

    /** Adds a row; the comparison's sources are service, HTTP stack and engine. */
    void add(String exchange, Format format, int workers, Comparison measured, boolean single) {
        table.row(
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
                        measured.cpu(2).median()));
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
