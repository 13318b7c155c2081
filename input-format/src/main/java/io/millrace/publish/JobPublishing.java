package io.millrace.publish;

import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import io.millrace.split.ReadIterations;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptID;

/**
 * What both of Hadoop's APIs do with the records that a job writes: its tasks stage them, the end of the job publishes
 * them. A job that fails publishes nothing. Stateless but for the configuration; thread-safe.
 */
public final class JobPublishing {
    /**
     * What is put before a connector's key to set it for the job's output alone, as in
     * {@code millrace.output.kinesis.stream.name}: for a job that reads a stream as well.
     */
    public static final String OUTPUT_PREFIX = "millrace.output.";

    /** Job property that tells the outputs of one job apart, where it has several; part of a folder's name. */
    public static final String PART = "millrace.output.part";

    /**
     * Job property that names a run of the job in place of its id. On Tez, each vertex's tasks have job ids of their own, and
     * their committer has yet another one.
     */
    public static final String RUN = "millrace.output.run";

    /** Job property, true when the job's tasks are those of vertices of Tez, as Pig's are. */
    public static final String VERTICES = "millrace.output.vertices";

    /**
     * Job property by which the job's committer leaves the publishing to whoever runs the job, who knows what else has to go well and
     * which iterations are read.
     */
    public static final String LEFT_TO_DRIVER = "millrace.output.left.to.driver";

    private static final String TARGET = "millrace.write.target";
    private static final String SINK = "output";
    private static final String HOME = ".millrace-staging";

    private final Configuration conf;
    private final String jobId;
    private final ConnectorConfig config;
    private final StagingArea area;
    private final int master;

    private JobPublishing(Configuration conf, String jobId, ConnectorConfig config, StagingArea area) {
        this.conf = conf;
        this.jobId = jobId;
        this.config = config;
        this.area = area;
        this.master = TaskGroup.masterIn(conf);
    }

    /**
     * That of a job.
     *
     * @param jobId tells jobs apart, and is the same in all their tasks and in every attempt to run their end, unless the
     *     job's configuration has {@link #RUN}
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     */
    public static JobPublishing of(Configuration job, String jobId) throws IOException {
        Configuration conf = output(job);
        ConnectorConfig config = ConnectorConfig.from(conf);
        Path root = config.writing().stagingDir().isPresent()
                ? new Path(config.writing().stagingDir().get())
                : new Path(FileSystem.get(conf).getHomeDirectory(), HOME);
        String run = conf.get(RUN, jobId);
        String part = conf.get(PART);
        Path folder = new Path(root, part == null ? run : run + "-" + part);
        return new JobPublishing(conf, jobId, config, new StagingArea(folder, conf));
    }

    /**
     * Checks, before a job runs, that its stream can be written, and notes for the tasks which one it is.
     *
     * @return what was noted, for a caller whose job has another configuration: see {@link #note}
     * @throws IOException when the stream can't be asked
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     */
    public static StreamWriter.Target prepare(Configuration job) throws IOException {
        try (StreamWriter stream = SdkStreamWriter.open(ConnectorConfig.from(output(job)))) {
            StreamWriter.Target target = stream.describe();
            note(job, target);
            return target;
        } catch (StreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Notes what {@link #prepare} has found. */
    public static void note(Configuration job, StreamWriter.Target target) {
        job.set(TARGET, target.text());
    }

    private static Optional<StreamWriter.Target> target(Configuration job) {
        return Optional.ofNullable(job.get(TARGET)).map(StreamWriter.Target::parse);
    }

    /** A job's configuration as its output sees it. */
    public static Configuration output(Configuration job) {
        Configuration conf = new Configuration(job);
        Map<String, String> own = new TreeMap<>(job.getPropsWithPrefix(OUTPUT_PREFIX));
        own.keySet().removeIf(key -> !key.startsWith(KinesisOptions.PREFIX));
        if (own.containsKey(KinesisOptions.STREAM_NAME.key()) || own.containsKey(KinesisOptions.STREAM_ARN.key())) {
            // They say which stream is read.
            for (Option<?> option :
                    List.of(KinesisOptions.STREAM_NAME, KinesisOptions.STREAM_ARN, KinesisOptions.CONSUMER_ARN)) {
                option.names().forEach(conf::unset);
            }
        }
        own.forEach(conf::set);
        return conf;
    }

    /**
     * A file for the records of a task attempt.
     *
     * @throws IOException when the job was not prepared
     */
    public StagedFileWriter stage(String attempt, WriteCounter.Meter meter) throws IOException {
        int maxRecordBytes = target(conf)
                .map(StreamWriter.Target::maxRecordBytes)
                .orElseThrow(() -> new IOException("the job's configuration does not say how long a record may be: the"
                        + " output format's checkOutputSpecs was not called when the job was submitted"));
        return area.tasks().create(group(attempt).attempt(attempt), SINK, maxRecordBytes, meter);
    }

    /** Whether a task attempt has staged anything, so that there is something to commit. */
    public boolean needsTaskCommit(String attempt) throws IOException {
        return area.tasks().hasWritten(group(attempt).attempt(attempt));
    }

    /** Makes what an attempt has staged its task's, in place of what another attempt has committed. */
    public void commitTask(String attempt, String task) throws IOException {
        TaskGroup group = group(attempt);
        area.tasks().commit(group.attempt(attempt), task, group);
    }

    /** Forgets what an attempt has staged. */
    public void abortTask(String attempt) throws IOException {
        area.tasks().abort(group(attempt).attempt(attempt));
    }

    /** The tasks that count with that of an attempt. Each of MapReduce's masters numbers attempts from where the one before could not come to. */
    private TaskGroup group(String attempt) {
        return hasVertices() ? TezVertex.ofTask(TaskAttemptID.forName(attempt).getJobID(), conf) : TaskGroup.AT_ONCE;
    }

    private boolean hasVertices() {
        return conf.getBoolean(VERTICES, false);
    }

    /**
     * Marks the place where the job's tasks stage their records, and deletes what killed drivers have left beside it; may be done again.
     * On Tez, a vertex is set up; what its tasks have committed under an earlier master counts no longer.
     */
    public void setupJob() throws IOException {
        area.masters().enter(master);
        area.begin(target(conf).map(target -> Map.of(SINK, target.identity())).orElse(Map.of()));
        if (hasVertices()) {
            area.tasks().begin(TezVertex.ofMaster(JobID.forName(jobId), conf));
        }
        // Not before: a job may have waited so long for another master.
        Leftovers.purge(area.folder().getParent(), conf, Instant.now());
    }

    /**
     * Makes sure that the place is free for another run of the same name.
     *
     * @throws IOException when records of an earlier one may be in the stream, and the rest was not put
     */
    public void checkNotInPublication() throws IOException {
        if (area.isInPublication()) {
            throw new IOException(
                    "nothing is staged in " + area.folder() + ", because records of an earlier run are being"
                            + " published already. To put the rest of them: " + FinishPublishing.command(area)
                            + "; to give them up, delete the folder");
        }
    }

    /**
     * Makes sure that the job's committer and its tasks mean the same place, and that what is staged there is still there.
     *
     * @throws IOException when {@link #setupJob} was not called for it, or it was deleted since
     */
    public void checkSetUp() throws IOException {
        area.checkBegun();
    }

    /** Whether {@link #setupJob} was called, and what is staged was not deleted since. */
    public boolean isSetUp() throws IOException {
        return area.isBegun();
    }

    /**
     * Notes that another master of the job goes on with it.
     *
     * @return whether what tasks have committed under earlier ones is there, and stays: a master that is told to end (SIGTERM) aborts
     *     its job first, also when another one is to go on with it
     */
    public boolean takeOver() throws IOException {
        return area.isBegun() && area.masters().enter(master) && area.isBegun();
    }

    /**
     * Publishes what committed tasks have staged; may be called again after a failure, and then goes on.
     *
     * @param iterations those that the job has read, if it commits them when it has ended well
     * @throws IOException when not all could be published, or the iterations were not committed after that
     * @throws io.millrace.checkpoint.CheckpointException when an iteration can't be committed any more
     */
    public Published commitJob(ReadIterations iterations) throws IOException {
        try (StreamWriter stream = SdkStreamWriter.open(config)) {
            return AreaPublisher.publishAll(
                            area,
                            List.of(new AreaPublisher.Sink(SINK, stream, config.writing(), PublishSettings.of(conf))),
                            iterations)
                    .get(0);
        } catch (StreamException e) {
            throw new IOException("the publishing did not begin: " + e.getMessage(), e);
        }
    }

    /**
     * What the committer of a job does at its end: publishes, unless that is left to whoever runs the job.
     *
     * @param iterations those that the job has read, if its committer commits them
     * @throws IOException as {@link #checkSetUp} and {@link #commitJob} do
     * @throws io.millrace.checkpoint.CheckpointException when an iteration can't be committed any more
     */
    public void endJob(ReadIterations iterations) throws IOException {
        checkSetUp();
        if (conf.getBoolean(LEFT_TO_DRIVER, false)) {
            area.complete();
        } else {
            commitJob(iterations);
        }
    }

    /**
     * What the committer of a job does when it fails: gives up, unless {@link #endJob} has left that to whoever runs the job, or a later
     * master runs it. Hadoop's MRAppMaster (3.4) aborts every job when its process exits, also one that has ended well seconds ago, or
     * that goes on under another master since this one was taken for dead.
     */
    public void abortJob() throws IOException {
        if (area.exists()
                && !area.isComplete()
                && !area.isInPublication()
                && area.masters().leave(master)) {
            giveUp();
        }
    }

    /** Forgets what was staged, unless some of it may be in the stream: then it is kept for whoever goes on. */
    public void giveUp() throws IOException {
        if (!area.isInPublication()) {
            area.delete();
        }
    }
}
