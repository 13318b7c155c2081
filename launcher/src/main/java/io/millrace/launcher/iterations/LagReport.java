package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.launcher.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to say of how far one reader is behind its stream, for people and for programs.
 *
 * @param reader the reader and its stream
 * @param iterations the reader's, in order; not empty
 * @param lag empty when it is not known
 * @param note why it is not known, else empty
 */
record LagReport(ReaderOfStream reader, List<Summary> iterations, Optional<Lag> lag, String note) {

    /**
     * Looks into the stream.
     *
     * @param count whether unread records are counted where they are not local, by reading them all
     */
    static LagReport of(
            ReaderOfStream reader,
            List<Summary> iterations,
            CheckpointStore store,
            StreamOptions streams,
            boolean count) {
        try (StreamReader stream = streams.open(reader.stream().arn())) {
            Optional<Lag> lag = Lag.of(iterations, store, reader.stream(), stream, count || streams.isLocal());
            return new LagReport(
                    reader, iterations, lag, lag.isPresent() ? "" : "the stream was deleted and created anew");
        } catch (StreamException.NotFound e) {
            return new LagReport(reader, iterations, Optional.empty(), "the stream does not exist");
        } catch (StreamException.Refused e) {
            return new LagReport(reader, iterations, Optional.empty(), e.getMessage());
        }
    }

    /** A row for each. */
    static TextTable table(List<LagReport> reports) {
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
        for (LagReport report : reports) {
            Optional<Lag> lag = report.lag;
            table.add(
                    report.reader.reader(),
                    report.reader.stream().name(),
                    report.next(),
                    report.uncommitted(),
                    report.unread().orElse(null),
                    report.behind().map(LagReport::text).orElse(null),
                    lag.flatMap(Lag::expires)
                            .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                            .orElse(null),
                    lag.flatMap(Lag::oldest).map(Lag.Unread::shard).orElse(null),
                    report.note);
        }
        return table;
    }

    /** The reader and its lag. */
    Map<String, Object> json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("logicalName", reader.reader().value());
        values.put("streamArn", reader.stream().arn());
        values.put("next", next());
        values.put("uncommitted", uncommitted());
        values.put("unreadRecords", unread().orElse(null));
        values.put("behindMillis", behind().map(Duration::toMillis).orElse(null));
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

    private Optional<Long> unread() {
        return lag.filter(found -> found.unread().isPresent())
                .map(found -> found.unread().getAsLong());
    }

    /** The age of the oldest unread record, zero when there is none. */
    private Optional<Duration> behind() {
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

    private long uncommitted() {
        return iterations.stream()
                .filter(summary -> summary.state() == IterationPlan.State.PLANNED)
                .count();
    }

    /** The iteration that {@code next} gives. */
    private long next() {
        return iterations.stream()
                .filter(summary -> summary.state() == IterationPlan.State.PLANNED)
                .map(summary -> summary.key().number().value())
                .findFirst()
                .orElseGet(() ->
                        iterations.get(iterations.size() - 1).key().number().value() + 1);
    }
}
