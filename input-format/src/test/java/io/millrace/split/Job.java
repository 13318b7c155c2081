package io.millrace.split;

import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.read.RecordsLostException;
import io.millrace.read.SplitReader;
import io.millrace.testing.LocalServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** A job's settings on the local services, and what a job with them reads. */
public final class Job {
    /** A secret that is found wherever it should not be. */
    public static final String SECRET = "a-very-secret-key";

    private final Configuration conf = new Configuration(false);

    private Job() {}

    /** Reads a stream without checkpoints. */
    public static Job on(String stream) {
        Job job = new Job();
        return job.set(KinesisOptions.STREAM_NAME, stream)
                .set(KinesisOptions.ENDPOINT_URL, LocalServices.get().streams())
                .set(KinesisOptions.REGION_NAME, LocalServices.REGION)
                .set(KinesisOptions.ACCESS_KEY, LocalServices.KEY)
                .set(KinesisOptions.SECRET_KEY, SECRET);
    }

    /** Reads iterations as a reader of its own. */
    public static Job iterationsOf(String stream) {
        return on(stream)
                .set(KinesisOptions.CHECKPOINT_ENABLED, true)
                .set(KinesisOptions.CHECKPOINT_TABLE, "iterations")
                .set(KinesisOptions.CHECKPOINT_ENDPOINT_URL, LocalServices.get().tables())
                .set(KinesisOptions.LOGICAL_NAME, "reader-" + UUID.randomUUID());
    }

    public Job set(Option<?> option, Object value) {
        conf.set(option.key(), value.toString());
        return this;
    }

    public Job iteration(Object choice) {
        return set(KinesisOptions.ITERATION, choice);
    }

    /** A job with the same settings, to be changed on its own. */
    public Job copy() {
        Job other = new Job();
        conf.forEach(entry -> other.conf.set(entry.getKey(), entry.getValue()));
        return other;
    }

    public Configuration conf() {
        return conf;
    }

    public PlannedRead plan() {
        return JobIteration.plan(conf);
    }

    public void commit() {
        JobIteration.read(conf).commit();
    }

    /** Plans and reads everything, shard by shard. */
    public List<KinesisRecord> read() throws RecordsLostException {
        return read(plan(), new ReadCounts());
    }

    /** Reads all splits of a plan. */
    public List<KinesisRecord> read(PlannedRead plan, ReadCounts counts) throws RecordsLostException {
        List<KinesisRecord> records = new ArrayList<>();
        read(plan, counts, records::add);
        return records;
    }

    /** Hands out the records of all splits of a plan, up to where that fails. */
    public void read(PlannedRead plan, ReadCounts counts, Consumer<KinesisRecord> rows) throws RecordsLostException {
        for (KinesisSplit split : plan.splits()) {
            ConnectorConfig config = ConnectorConfig.from(conf);
            try (SplitReader reader = SplitReader.open(config, split, SplitReader.Host.of(conf), counts)) {
                for (Optional<KinesisRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                    rows.accept(next.get());
                }
            }
        }
    }
}
