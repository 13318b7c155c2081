package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.launcher.text.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace iterations lag}. */
@Command(
        name = "lag",
        description = {
            "Show how far each reader is behind the tip of its stream, and what expires next and when.",
            "Unread is what no committed iteration has. BEHIND is the age of the oldest unread record; the stream drops",
            "it at EXPIRES AT. Unread records are counted on a local service, and on AWS with --count, which reads them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace iterations lag --table checkpoints",
            "  millrace iterations lag --table checkpoints --endpoint-url http://127.0.0.1:8000"
                    + " --stream-endpoint-url http://127.0.0.1:4567"
        })
final class IterationsLagCommand extends IterationsAction {
    @Option(names = "--count", description = "Count the unread records on AWS too, by reading them all.")
    private boolean count;

    @Mixin
    private StreamOptions streams;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        TextTable table = new TextTable(
                "LOGICAL NAME",
                "STREAM",
                "NEXT",
                "UNCOMMITTED",
                "UNREAD",
                "BEHIND",
                "EXPIRES AT",
                "EXPIRING SHARD",
                "NOTE");
        readers(store).forEach((reader, iterations) -> {
            String note = "";
            Optional<Lag> lag = Optional.empty();
            try {
                lag = lag(reader.stream(), iterations, store);
                note = lag.isPresent() ? "" : "the stream was deleted and created anew";
            } catch (StreamException.Refused e) {
                note = e.getMessage();
            }
            if (json()) {
                out.println(Json.line(json(reader, iterations, lag, note)));
            } else {
                table.add(
                        reader.reader(),
                        reader.stream().name(),
                        next(iterations),
                        uncommitted(iterations),
                        lag.filter(found -> found.unread().isPresent())
                                .map(found -> found.unread().getAsLong())
                                .orElse(null),
                        behind(lag).map(IterationsLagCommand::text).orElse(null),
                        lag.flatMap(Lag::expires)
                                .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                                .orElse(null),
                        lag.flatMap(Lag::oldest).map(Lag.Unread::shard).orElse(null),
                        note);
            }
        });
        if (!json()) {
            out.println(table);
        }
        return 0;
    }

    private Optional<Lag> lag(StreamIdentity stream, List<Summary> iterations, CheckpointStore store) {
        try (StreamReader reader = streams.open(stream.arn())) {
            return Lag.of(iterations, store, stream, reader, count || streams.isLocal());
        }
    }

    /** The age of the oldest unread record, zero when there is none. */
    private static Optional<Duration> behind(Optional<Lag> lag) {
        return lag.map(found -> found.oldest()
                .map(record -> Duration.between(record.arrival(), Instant.now()))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO));
    }

    private static String text(Duration age) {
        if (age.toHours() > 0) {
            return age.toHours() + "h " + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m " + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }

    private static long uncommitted(List<Summary> iterations) {
        return iterations.stream()
                .filter(summary -> summary.state() == IterationPlan.State.PLANNED)
                .count();
    }

    /** The iteration that {@code next} gives. */
    private static long next(List<Summary> iterations) {
        return iterations.stream()
                .filter(summary -> summary.state() == IterationPlan.State.PLANNED)
                .map(summary -> summary.key().number().value())
                .findFirst()
                .orElseGet(() ->
                        iterations.get(iterations.size() - 1).key().number().value() + 1);
    }

    private static Map<String, Object> json(
            ReaderOfStream reader, List<Summary> iterations, Optional<Lag> lag, String note) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("logicalName", reader.reader().value());
        values.put("streamArn", reader.stream().arn());
        values.put("next", next(iterations));
        values.put("uncommitted", uncommitted(iterations));
        values.put(
                "unreadRecords",
                lag.filter(found -> found.unread().isPresent())
                        .map(found -> found.unread().getAsLong())
                        .orElse(null));
        values.put("behindMillis", behind(lag).map(Duration::toMillis).orElse(null));
        values.put("expiresAt", lag.flatMap(Lag::expires).map(Instant::toString).orElse(null));
        values.put(
                "expiringShardId",
                lag.flatMap(Lag::oldest).map(record -> record.shard().value()).orElse(null));
        values.put(
                "expiringSequenceNumber",
                lag.flatMap(Lag::oldest)
                        .map(record -> record.number().toString())
                        .orElse(null));
        values.put("note", note);
        return values;
    }
}
