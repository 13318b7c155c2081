package io.millrace.split;

import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.filter.RecordFilter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The iteration that a job reads, written into the job's configuration when it is planned: {@code next} and {@code latest}
 * become a number then, so that whatever of the job looks again finds the same iteration. Stateless.
 */
public final class JobIteration {
    private static final String STREAM_ARN = "millrace.planned.stream.arn";
    private static final String NUMBER = "millrace.planned.iteration.no";
    private static final String PLANNED_AT = "millrace.planned.at";
    private static final String ONLY_RUN = "millrace.planned.only.run";

    private JobIteration() {}

    /**
     * Plans the job's read and notes the iteration in its configuration. Without checkpoints nothing is noted, and the read
     * is what the stream holds now.
     *
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     * @throws io.millrace.client.StreamException when the stream can't be asked, or is not there
     * @throws io.millrace.checkpoint.CheckpointException when there is no such iteration and none can be planned
     */
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
        read.iteration()
                .ifPresent(plan -> note(
                        PlannedIteration.of(
                                plan, config.checkpointing().orElseThrow().iteration(), RunId.random()),
                        job));
        return new PlannedRead(read.stream(), read.iteration(), SplitNarrowing.narrow(read.splits(), wanted));
    }

    /** The iteration that was noted; none when none was. */
    public static ReadIterations read(Configuration job) {
        return read(List.of(job));
    }

    /** The iterations that were noted in several configurations, to be committed together. */
    public static ReadIterations read(Collection<Configuration> jobs) {
        ReadIterations read = new ReadIterations();
        for (Configuration job : jobs) {
            String arn = job.get(STREAM_ARN);
            if (arn != null) {
                ConnectorConfig config = ConnectorConfig.from(job);
                IterationNumber number = new IterationNumber(Long.parseLong(job.getTrimmed(NUMBER)));
                Instant plannedAt = Instant.parse(job.get(PLANNED_AT));
                Optional<RunId> onlyRun = Optional.ofNullable(job.get(ONLY_RUN)).map(RunId::new);
                config.checkpointing()
                        .map(checkpointing -> new IterationKey(checkpointing.reader(), arn, number))
                        .ifPresent(key -> read.add(config, new PlannedIteration(key, plannedAt, onlyRun)));
            }
        }
        return read;
    }

    private static void note(PlannedIteration iteration, Configuration job) {
        job.set(STREAM_ARN, iteration.key().streamArn());
        job.set(NUMBER, iteration.key().number().toString());
        job.set(PLANNED_AT, iteration.plannedAt().toString());
        job.unset(ONLY_RUN);
        iteration.onlyRun().ifPresent(run -> job.set(ONLY_RUN, run.value()));
        job.set(KinesisOptions.ITERATION.key(), iteration.key().number().toString());
    }
}
