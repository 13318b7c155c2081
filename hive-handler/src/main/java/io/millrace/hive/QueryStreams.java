package io.millrace.hive;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Window;
import io.millrace.split.Checkpoints;
import io.millrace.split.SplitPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans the streams of one query at one moment, and commits them when it has ended well. Stateless. */
final class QueryStreams {
    private static final Logger LOG = LoggerFactory.getLogger(QueryStreams.class);

    private QueryStreams() {}

    /** Tables whose iterations are resolved and planned as one: same reader, same choice, same checkpoint table. */
    private record Group(Checkpointing checkpointing, Window window) {}

    private record Read(QueryTable table, ConnectorConfig config) {}

    /**
     * Plans what is not planned yet, and notes for all tables what they read.
     *
     * @param tables the query's tables of streams, each with its properties
     * @param query the query's settings
     */
    static void plan(Map<QueryTable, Properties> tables, Configuration query) throws IOException {
        Map<Group, List<Read>> groups = new LinkedHashMap<>();
        for (Map.Entry<QueryTable, Properties> each : tables.entrySet()) {
            QueryTable table = each.getKey();
            ConnectorConfig config = table.parse(QueryTable.merged(each.getValue(), query));
            if (config.checkpointing().isEmpty()) {
                PlannedTables.note(table, SplitPlanner.plan(config).splits(), query);
            } else {
                checkCommit(config.checkpointing().get(), query);
                groups.computeIfAbsent(
                                new Group(config.checkpointing().get(), config.window()), group -> new ArrayList<>())
                        .add(new Read(table, config));
            }
        }
        for (List<Read> group : groups.values()) {
            List<IterationPlan> plans =
                    SplitPlanner.planTogether(group.stream().map(Read::config).toList());
            for (int i = 0; i < plans.size(); i++) {
                PlannedTables.note(group.get(i).table(), plans.get(i).key(), query);
            }
        }
    }

    /** Commits the iterations that {@link #plan} noted. */
    static void commit(Map<QueryTable, Properties> tables, Configuration query) {
        for (Map.Entry<QueryTable, Properties> each : tables.entrySet()) {
            ConnectorConfig config = each.getKey().parse(QueryTable.merged(each.getValue(), query));
            Optional<IterationKey> key = config.checkpointing()
                    .flatMap(checkpointing -> PlannedTables.iteration(each.getKey(), checkpointing, query));
            if (key.isPresent()) {
                Checkpointing.Table table = config.checkpointing().orElseThrow().table();
                try (CheckpointStore store = Checkpoints.open(table, config.credentials())) {
                    store.commit(key.get());
                }
                LOG.info("committed {}", key.get());
            }
        }
    }

    private static void checkCommit(Checkpointing checkpointing, Configuration query) {
        if (checkpointing.iteration() instanceof IterationChoice.Next && !IterationHook.commits(query)) {
            throw new IllegalArgumentException(KinesisOptions.ITERATION
                    + " is next, but this Hive would never commit an"
                    + " iteration and so read the same one for ever: SET hive.exec.post.hooks="
                    + IterationHook.class.getName() + " (after any hooks that are there already, separated by commas)");
        }
    }
}
