package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace iterations list}. */
@Command(
        name = "list",
        description = {"List the iterations: whose, on which stream, when planned, and whether committed.", """
            With --lag also what 'millrace iterations lag' tells of each reader, for which the streams are looked \
            into."""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace iterations list --table checkpoints \\",
            "    --endpoint-url http://127.0.0.1:8000",
            "  millrace iterations list --lag --table checkpoints"
        })
final class IterationsListCommand extends IterationsAction {
    @Option(names = "--lag", description = "Also show how far each reader is behind, and what expires next and when.")
    private boolean lag;

    @Mixin
    private StreamOptions streams;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        Map<ReaderOfStream, List<Summary>> readers = selection(store).readers();
        List<Summary> all = new ArrayList<>();
        List<LagReport> reports = new ArrayList<>();
        readers.forEach((reader, iterations) -> {
            all.addAll(iterations);
            if (lag) {
                reports.add(LagReport.of(reader, iterations, store, streams, false));
            }
        });
        if (json()) {
            all.forEach(summary -> out.println(Json.line(json(summary, reports))));
        } else if (all.isEmpty()) {
            out.println("no iterations in " + selection(store).scope());
        } else {
            out.println(IterationTables.summaries(all));
            if (lag) {
                out.println();
                out.println(LagReport.table(reports));
            }
        }
        return 0;
    }

    private static Map<String, Object> json(Summary summary, List<LagReport> reports) {
        Map<String, Object> values = new LinkedHashMap<>(Json.of(summary));
        reports.stream()
                .filter(report -> report.iterations().contains(summary))
                .findFirst()
                .ifPresent(report -> values.put("lag", report.json()));
        return values;
    }
}
