package io.millrace.split;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.Credentials;
import io.millrace.config.KinesisOptions;
import io.millrace.filter.RecordFilter;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final String PLANNED_AT = "millrace.planned.at";

    private JobIteration() {}

    /** Plans the job's read and notes the iteration in its configuration. */
    public static PlannedRead plan(Configuration job) {
        return plan(job, RecordFilter.any());
    }

    /**
     * The same for a job that wants some records only: the iteration is planned and noted whole, the splits are of those
     * parts of it that may hold wanted records.
     */
    public static PlannedRead plan(Configuration job, RecordFilter wanted) {
        ConnectorConfig config = ConnectorConfig.from(job);
        PlannedRead read = SplitPlanner.plan(config, wanted);
        read.iteration().ifPresent(plan -> note(plan, job));
        return new PlannedRead(read.stream(), read.iteration(), SplitNarrowing.narrow(read.splits(), wanted));
    }

    /**
     * Commits the iteration that was noted; nothing happens when none was.
     *
     * @throws io.millrace.checkpoint.CheckpointException when the checkpoint table can't be used
     */
    public static void commit(Configuration job) {
        commitAll(List.of(job));
    }

    /**
     * Commits the iterations that were noted in several configurations: those of one checkpoint table at one moment.
     *
     * @throws io.millrace.checkpoint.CheckpointException when a checkpoint table can't be used
     */
    public static void commitAll(Collection<Configuration> jobs) {
        Map<Place, Set<PlannedIteration>> read = new LinkedHashMap<>();
        for (Configuration job : jobs) {
            String arn = job.get(STREAM_ARN);
            if (arn != null) {
                ConnectorConfig config = ConnectorConfig.from(job);
                IterationNumber number = new IterationNumber(Long.parseLong(job.getTrimmed(NUMBER)));
                Instant plannedAt = Instant.parse(job.get(PLANNED_AT));
                config.checkpointing().ifPresent(checkpointing -> read.computeIfAbsent(
                                new Place(checkpointing.table(), config.credentials()), place -> new LinkedHashSet<>())
                        .add(new PlannedIteration(new IterationKey(checkpointing.reader(), arn, number), plannedAt)));
            }
        }
        read.forEach((place, iterations) -> {
            // A table that is gone has no plan to commit: an empty one in its place would hide that.
            try (CheckpointStore store = Checkpoints.open(place.table().withoutCreating(), place.credentials())) {
                store.commitAll(List.copyOf(iterations));
            }
            iterations.forEach(each -> LOG.info("committed {}", each.key()));
        });
    }

    /** Where iterations are kept. */
    private record Place(Checkpointing.Table table, Credentials credentials) {}

    private static void note(IterationPlan plan, Configuration job) {
        job.set(STREAM_ARN, plan.key().streamArn());
        job.set(NUMBER, plan.key().number().toString());
        job.set(PLANNED_AT, plan.plannedAt().toString());
        job.set(KinesisOptions.ITERATION.key(), plan.key().number().toString());
    }
}
