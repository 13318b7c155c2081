package io.millrace.hive;

import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.split.KinesisSplit;
import io.millrace.split.SplitPlanner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * What was decided for the tables of a query before it ran, kept in the query's settings so that every task, on
 * whatever engine and machine, sees the same: the number of the iteration or, for a read without checkpoints, the splits
 * themselves. Stateless.
 */
final class PlannedTables {
    private static final String PREFIX = "millrace.hive.planned.";
    private static final String ITERATION = ".iteration";
    private static final String STREAM = ".stream";
    private static final String SPLITS = ".splits";

    private PlannedTables() {}

    /** Notes the iteration of a table. */
    static void note(QueryTable table, IterationKey key, Configuration query) {
        query.set(PREFIX + table.digest() + ITERATION, key.number().toString());
        query.set(PREFIX + table.digest() + STREAM, key.streamArn());
    }

    /** Notes the splits of a table that is read without checkpoints. */
    static void note(QueryTable table, List<KinesisSplit> splits, Configuration query) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(splits.size());
            for (KinesisSplit split : splits) {
                split.write(out);
            }
        }
        query.set(PREFIX + table.digest() + SPLITS, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /** The iteration that was noted for a table; empty when it is read without checkpoints or was not planned. */
    static Optional<IterationKey> iteration(QueryTable table, Checkpointing checkpointing, Configuration query) {
        String number = query.get(PREFIX + table.digest() + ITERATION);
        return Optional.ofNullable(number)
                .map(text -> new IterationKey(
                        checkpointing.reader(),
                        query.get(PREFIX + table.digest() + STREAM),
                        new IterationNumber(Long.parseLong(text))));
    }

    /** What a query reads of a table: as it was noted, else as it is planned now. */
    static List<KinesisSplit> splits(QueryTable table, Configuration job) throws IOException {
        String splits = job.get(PREFIX + table.digest() + SPLITS);
        if (splits != null) {
            return decode(splits);
        }
        String number = job.get(PREFIX + table.digest() + ITERATION);
        QueryTable planned = number == null ? table : table.withIteration(Long.parseLong(number));
        ConnectorConfig config = planned.parse(job);
        return SplitPlanner.plan(config).splits();
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
