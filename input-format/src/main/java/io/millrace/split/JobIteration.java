package io.millrace.split;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The iteration that a job reads, written into the job's configuration when it is planned: {@code next} and {@code latest}
 * become a number then, so that whatever of the job looks again finds the same iteration. Stateless.
 */
public final class JobIteration {
    private static final Logger LOG = LoggerFactory.getLogger(JobIteration.class);
    private static final String STREAM_ARN = "millrace.planned.stream.arn";
    private static final String NUMBER = "millrace.planned.iteration.no";

    private JobIteration() {}

    /** Plans the job's read and notes the iteration in its configuration. */
    public static PlannedRead plan(Configuration job) {
        PlannedRead read = SplitPlanner.plan(ConnectorConfig.from(job));
        read.iteration().ifPresent(plan -> note(plan, job));
        return read;
    }

    /**
     * Commits the iteration that was noted; nothing happens when none was.
     *
     * @throws io.millrace.checkpoint.CheckpointException when the checkpoint table can't be used
     */
    public static void commit(Configuration job) {
        String arn = job.get(STREAM_ARN);
        Optional<Checkpointing> found =
                arn == null ? Optional.empty() : ConnectorConfig.from(job).checkpointing();
        if (found.isEmpty()) {
            return;
        }
        Checkpointing checkpointing = found.get();
        IterationKey key = new IterationKey(
                checkpointing.reader(), arn, new IterationNumber(Long.parseLong(job.getTrimmed(NUMBER))));
        try (CheckpointStore store = Checkpoints.open(
                checkpointing.table(), ConnectorConfig.from(job).credentials())) {
            store.commit(key);
        }
        LOG.info("committed {}", key);
    }

    private static void note(IterationPlan plan, Configuration job) {
        job.set(STREAM_ARN, plan.key().streamArn());
        job.set(NUMBER, plan.key().number().toString());
        job.set(KinesisOptions.ITERATION.key(), plan.key().number().toString());
    }
}
