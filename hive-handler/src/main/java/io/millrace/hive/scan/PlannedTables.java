package io.millrace.hive.scan;

import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.filter.RecordFilter;
import io.millrace.hive.table.QueryTable;
import io.millrace.split.KinesisSplit;
import io.millrace.split.SplitNarrowing;
import io.millrace.split.SplitPlanner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * What was decided for the tables of a query before it ran, kept in the query's settings so that every task, on
 * whatever engine and machine, sees the same: the number of the iteration or, for a read without checkpoints, the splits
 * themselves. Stateless.
 */
public final class PlannedTables {
    private static final String PREFIX = "millrace.hive.planned.";
    private static final String ITERATION = ".iteration";
    private static final String STREAM = ".stream";
    private static final String PLANNED_AT = ".planned.at";
    private static final String ONLY_RUN = ".only.run";
    private static final String SPLITS = ".splits";
    private static final String CONDITIONS = ".conditions";

    private PlannedTables() {}

    /** Notes the iteration of a table. */
    public static void note(QueryTable table, PlannedIteration iteration, Configuration query) {
        query.set(PREFIX + table.digest() + ITERATION, iteration.key().number().toString());
        query.set(PREFIX + table.digest() + STREAM, iteration.key().streamArn());
        query.set(PREFIX + table.digest() + PLANNED_AT, iteration.plannedAt().toString());
        iteration.onlyRun().ifPresent(run -> query.set(PREFIX + table.digest() + ONLY_RUN, run.value()));
    }

    /**
     * Notes the splits of a table that is read without checkpoints.
     *
     * @param conditions the splits hold what matches these
     */
    public static void note(
            QueryTable table, List<KinesisSplit> splits, List<ScanCondition> conditions, Configuration query)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(splits.size());
            for (KinesisSplit split : splits) {
                split.write(out);
            }
        }
        query.setStrings(
                PREFIX + table.digest() + CONDITIONS,
                conditions.stream().map(ScanCondition::digest).distinct().toArray(String[]::new));
        query.set(PREFIX + table.digest() + SPLITS, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /** The iteration that was noted for a table; empty when it is read without checkpoints or was not planned. */
    public static Optional<PlannedIteration> iteration(
            QueryTable table, Checkpointing checkpointing, Configuration query) {
        String number = query.get(PREFIX + table.digest() + ITERATION);
        return Optional.ofNullable(number)
                .map(text -> new IterationKey(
                        checkpointing.reader(),
                        query.get(PREFIX + table.digest() + STREAM),
                        new IterationNumber(Long.parseLong(text))))
                .map(key -> new PlannedIteration(
                        key,
                        Instant.parse(query.get(PREFIX + table.digest() + PLANNED_AT)),
                        Optional.ofNullable(query.get(PREFIX + table.digest() + ONLY_RUN))
                                .map(RunId::new)));
    }

    /** The numbers of all iterations that were noted for a query. */
    public static Set<Long> iterations(Configuration query) {
        Set<Long> numbers = new TreeSet<>();
        query.getPropsWithPrefix(PREFIX).forEach((key, value) -> {
            if (key.endsWith(ITERATION)) {
                numbers.add(Long.valueOf(value));
            }
        });
        return numbers;
    }

    /** Forgets what was noted for an earlier query with the same settings. */
    public static void forget(Configuration query) {
        query.getPropsWithPrefix(PREFIX).keySet().forEach(rest -> query.unset(PREFIX + rest));
    }

    /**
     * What a scan of a table reads: as it was noted, else as it is planned now; less what can't match its condition.
     *
     * @param condition of the scan
     */
    static List<KinesisSplit> splits(QueryTable table, ScanCondition condition, Configuration job) throws IOException {
        String number = job.get(PREFIX + table.digest() + ITERATION);
        QueryTable planned = number == null ? table : table.withIteration(Long.parseLong(number));
        ConnectorConfig config = planned.parse(job);
        config.checkpointing().ifPresent(PlannedTables::checkIsNumbered);
        RecordFilter filter = condition.filter(config);
        String splits = job.get(PREFIX + table.digest() + SPLITS);
        Collection<String> conditions = job.getStringCollection(PREFIX + table.digest() + CONDITIONS);
        boolean noted = splits != null
                && (conditions.contains(condition.digest()) || conditions.contains(ScanCondition.NONE.digest()));
        List<KinesisSplit> all =
                noted ? decode(splits) : SplitPlanner.plan(config, filter).splits();
        // Only now: whatever a query asks for, an iteration is planned and stored whole.
        return SplitNarrowing.narrow(all, filter);
    }

    /** Whoever plans the next iteration here would read it, never commit it, and read it again. */
    private static void checkIsNumbered(Checkpointing checkpointing) {
        if (checkpointing.iteration() instanceof IterationChoice.Next) {
            throw new IllegalStateException(KinesisOptions.ITERATION
                    + " is next, but this statement runs without the storage handler's hook, as ANALYZE TABLE does, and"
                    + " would never commit what it reads: set a number");
        }
    }

    private static List<KinesisSplit> decode(String text) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(text);
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            int count = in.readInt();
            List<KinesisSplit> splits = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                splits.add(KinesisSplit.read(in));
            }
            return splits;
        }
    }
}
