package io.millrace.hive.statement;

import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Window;
import io.millrace.filter.RecordFilter;
import io.millrace.hive.scan.PlannedTables;
import io.millrace.hive.scan.ScanCondition;
import io.millrace.hive.table.QueryTable;
import io.millrace.split.ReadIterations;
import io.millrace.split.SplitPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/** Plans the streams of one query at one moment, and commits them when it has ended well. Stateless. */
public final class QueryStreams {
    private QueryStreams() {}

    /** Tables whose iterations are resolved and planned as one: same reader, same choice, same checkpoint table. */
    private record Group(Checkpointing checkpointing, Window window) {}

    private record Read(QueryTable table, ConnectorConfig config) {}

    /**
     * Plans what is not planned yet, and notes for all tables what they read.
     *
     * @param tables the query's tables of streams, each with its properties
     * @param scans what the query asks of them
     * @param query the query's settings
     * @param commits whether the query can commit what it has read
     * @return whether there is an iteration among what was planned
     */
    public static boolean plan(
            Map<QueryTable, Properties> tables, QueryScans scans, Configuration query, boolean commits)
            throws IOException {
        PlannedTables.forget(query);
        Map<Group, List<Read>> groups = new LinkedHashMap<>();
        for (Map.Entry<QueryTable, Properties> each : tables.entrySet()) {
            QueryTable table = each.getKey();
            ConnectorConfig config = table.parse(QueryTable.merged(each.getValue(), query));
            if (config.checkpointing().isEmpty()) {
                // Without a job there is one scan. It was set up before, plans as it begins, and sees nothing noted
                // now.
                if (commits) {
                    noteWindow(table, config, scans.of(table), query);
                }
            } else {
                if (!commits) {
                    checkNeedsNoCommit(config.checkpointing().get());
                }
                groups.computeIfAbsent(
                                new Group(config.checkpointing().get(), config.window()), group -> new ArrayList<>())
                        .add(new Read(table, config));
            }
        }
        RunId run = RunId.random();
        groups.forEach((group, reads) -> {
            List<IterationPlan> plans =
                    SplitPlanner.planTogether(reads.stream().map(Read::config).toList());
            for (int i = 0; i < plans.size(); i++) {
                PlannedIteration iteration =
                        PlannedIteration.of(plans.get(i), group.checkpointing().iteration(), run);
                PlannedTables.note(reads.get(i).table(), iteration, query);
            }
        });
        return !groups.isEmpty();
    }

    private static void noteWindow(
            QueryTable table, ConnectorConfig config, List<ScanCondition> conditions, Configuration query)
            throws IOException {
        RecordFilter wanted = conditions.stream()
                .map(condition -> condition.filter(config))
                .reduce(RecordFilter.none(), RecordFilter::or);
        PlannedTables.note(table, SplitPlanner.plan(config, wanted).splits(), conditions, query);
    }

    /** The iterations that {@link #plan} noted. */
    public static ReadIterations read(Map<QueryTable, Properties> tables, Configuration query) {
        ReadIterations read = new ReadIterations();
        for (Map.Entry<QueryTable, Properties> each : tables.entrySet()) {
            ConnectorConfig config = each.getKey().parse(QueryTable.merged(each.getValue(), query));
            config.checkpointing()
                    .flatMap(checkpointing -> PlannedTables.iteration(each.getKey(), checkpointing, query))
                    .ifPresent(iteration -> read.add(config, iteration));
        }
        return read;
    }

    private static void checkNeedsNoCommit(Checkpointing checkpointing) {
        if (checkpointing.iteration() instanceof IterationChoice.Next) {
            throw new IllegalArgumentException(KinesisOptions.ITERATION
                    + " is next, but Hive answers this query without a job and would never commit what it read: SET"
                    + " hive.fetch.task.conversion=none");
        }
    }
}
