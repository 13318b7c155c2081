package io.millrace.hive.table;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.shard.ShardLister;
import io.millrace.split.Checkpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.metadata.StorageHandlerInfo;

/**
 * What {@code DESCRIBE EXTENDED} shows of a table's stream, as it is now: identity, retention, shards, and how far its
 * readers are. What can't be found out is said instead; it is no reason to show nothing of the table. Immutable.
 */
public final class StreamInfo implements StorageHandlerInfo {
    private static final long serialVersionUID = 1L;

    private final String text;

    private StreamInfo(String text) {
        this.text = text;
    }

    /** Asks the stream and, if the session has set a checkpoint table, that. */
    public static StreamInfo of(Map<String, String> table, Configuration session) {
        List<String> lines = new ArrayList<>();
        try {
            QueryTable settings = QueryTable.of(table, session);
            Configuration secrets = QueryTable.merged(table, session);
            ConnectorConfig config = settings.withoutCheckpoints().parse(secrets);
            String arn = addStream(config, lines);
            addReaders(settings.parse(secrets), arn, lines);
        } catch (IllegalArgumentException | StreamException | CheckpointException e) {
            lines.add("not known: " + e.getMessage());
        }
        return new StreamInfo("# Stream\n" + String.join("\n", lines));
    }

    private static String addStream(ConnectorConfig config, List<String> lines) {
        Retries retries = new Retries(Sleeper.REAL, ReadCounter.Meter.NONE);
        try (StreamReader reader = SdkStreamReader.open(config)) {
            StreamReader.Description stream = retries.call(reader::describe);
            List<Shard> shards = new ShardLister(reader, retries).all();
            long closed = shards.stream().filter(Shard::isClosed).count();
            lines.add("Stream:\t" + config.stream().name());
            lines.add("ARN:\t" + stream.identity().arn());
            lines.add("Created:\t" + stream.identity().created());
            lines.add("Retention:\t" + stream.retention().toHours() + " hours");
            lines.add("Shards:\t" + (shards.size() - closed) + " open, " + closed + " closed");
            return stream.identity().arn();
        }
    }

    private static void addReaders(ConnectorConfig config, String arn, List<String> lines) {
        if (config.checkpointing().isEmpty()) {
            lines.add("Readers:\tnot asked for, as " + KinesisOptions.CHECKPOINT_ENABLED + " is not true");
            return;
        }
        Checkpointing.Table table = config.checkpointing().get().table();
        Map<String, Summary> newest = new TreeMap<>();
        try (CheckpointStore store = Checkpoints.open(table.withoutCreating(), config.credentials())) {
            store.all().stream()
                    .filter(iteration -> iteration.key().streamArn().equals(arn))
                    .forEach(iteration -> newest.put(iteration.key().reader().value(), iteration));
        }
        lines.add("Readers:\t" + newest.size() + " in the checkpoint table " + table.name());
        newest.forEach((reader, iteration) -> lines.add("\t" + reader + ": iteration "
                + iteration.key().number() + ", " + iteration.state().name().toLowerCase(Locale.ROOT) + ", planned at "
                + iteration.plannedAt()));
    }

    @Override
    public String formatAsText() {
        return text;
    }
}
