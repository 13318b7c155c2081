package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace iterations lag}. */
@Command(
        name = "lag",
        description = {"Show how far each reader is behind the tip of its stream, and what expires next and when.", """
            Unread is what no committed iteration has. BEHIND is the age of the oldest unread record; the stream drops \
            it at EXPIRES AT. Unread records are counted on a local service, and on AWS with --count, which reads \
            them."""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace iterations lag --table checkpoints",
            "  millrace iterations lag --table checkpoints \\",
            "    --endpoint-url http://127.0.0.1:8000 \\",
            "    --stream-endpoint-url http://127.0.0.1:4567"
        })
final class IterationsLagCommand extends IterationsAction {
    @Option(names = "--count", description = "Count the unread records on AWS too, by reading them all.")
    private boolean count;

    @Mixin
    private StreamOptions streams;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        List<LagReport> reports = new ArrayList<>();
        selection(store)
                .readers()
                .forEach((reader, iterations) -> reports.add(LagReport.of(reader, iterations, store, streams, count)));
        if (json()) {
            reports.forEach(report -> out.println(Json.line(report.json())));
        } else {
            out.println(LagReport.table(reports));
        }
        return 0;
    }
}
