package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.config.ConnectorConfig;
import io.millrace.split.Checkpoints;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.TIPStatus;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskType;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Jobs on HDFS and YARN whose tasks, nodes and masters are lost while they read an iteration of one stream and write into
 * another one: each record arrives once, and the iteration is committed.
 */
public class ClusterFaults {
    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    @ClassRule
    public static final HadoopCluster CLUSTER = HadoopCluster.SHARED;

    private final String reader = "copy-" + UUID.randomUUID();
    private JobClient client;

    @Before
    public void makeClient() throws IOException {
        client = new JobClient(TEMP.newFolder().toPath(), CLUSTER.configuration());
        settings().forEach(client::set);
    }

    @After
    public void forgetWhereATaskHung() throws IOException {
        CLUSTER.fileSystem().delete(CopyJob.HANGS_AT, false);
    }

    @Test
    public void sixShardsAreReadByFourContainersAlthoughATaskDies() throws Exception {
        Copy copy = new Copy(6, 1_000);

        String printed = copy.start(CopyJob.Fault.DIES).awaitSuccess();

        assertThat(printed).contains("number of splits:6").containsPattern("Failed map tasks=1\\b");
        copy.assertDoneOnce();
    }

    @Test
    public void aSecondAttemptOvertakesATaskThatHangs() throws Exception {
        client.set("mapreduce.map.speculative", "true");
        client.set("mapreduce.job.speculative.minimum-allowed-tasks", "1");
        client.set("mapreduce.job.speculative.speculative-cap-running-tasks", "1");
        Copy copy = new Copy(2, 100);

        String printed = copy.start(CopyJob.Fault.HANGS).awaitSuccess();

        assertThat(printed).containsPattern("Killed map tasks=[1-9]");
        copy.assertDoneOnce();
    }

    @Test
    public void theWorkOfALostNodeIsDoneElsewhere() throws Exception {
        Copy copy = new Copy(2, 100);

        JobClient.Running job = copy.start(CopyJob.Fault.HANGS);
        CLUSTER.loseNodeManager(awaitHanging(job));

        job.awaitSuccess();
        copy.assertDoneOnce();
    }

    @Test
    public void aSecondMasterGoesOnWhereTheFirstWasKilled() throws Exception {
        Copy copy = new Copy(4, 100);

        JobClient.Running job = copy.start(CopyJob.Fault.HANGS);
        awaitHanging(job);
        CLUSTER.killMasters(ProcessHandle::destroyForcibly);

        job.awaitSuccess();
        copy.assertDoneOnce();
    }

    /** Such a master aborts the job: what tasks have committed is deleted, although the job's history says that they are done. */
    @Test
    public void aSecondMasterBeginsAnewWhenTheFirstWasToldToEnd() throws Exception {
        Copy copy = new Copy(4, 100);

        JobClient.Running job = copy.start(CopyJob.Fault.HANGS);
        awaitAllButTheHanging(job, 3);
        CLUSTER.killMasters(ProcessHandle::destroy);

        job.awaitSuccess();
        copy.assertDoneOnce();
    }

    @Test
    public void filesAreWrittenAnewWhenTheFirstMasterWasToldToEnd() throws Exception {
        // The other version, the default, puts what a task has committed where it stays.
        client.set("mapreduce.fileoutputcommitter.algorithm.version", "1");
        Path output = new Path("/copy-" + UUID.randomUUID());
        Copy copy = new Copy(4, 100);

        JobClient.Running job = client.start(CopyJob.class, List.of(CopyJob.Fault.HANGS.name(), output.toString()));
        awaitAllButTheHanging(job, 3);
        CLUSTER.killMasters(ProcessHandle::destroy);

        job.awaitSuccess();
        assertThat(lines(output)).hasSize(copy.lines.size());
        assertThat(iterations()).containsExactly("0 " + IterationPlan.State.COMMITTED);
    }

    private static List<String> lines(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        for (FileStatus file : CLUSTER.fileSystem().globStatus(new Path(output, "part-*"))) {
            try (FSDataInputStream in = CLUSTER.fileSystem().open(file.getPath())) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
            }
        }
        return lines;
    }

    /** Waits until the first task hangs, and so many others have ended. */
    private static void awaitAllButTheHanging(JobClient.Running job, int others) throws Exception {
        awaitHanging(job);
        Configuration conf = new Configuration();
        conf.addResource(new Path(CLUSTER.configuration().toUri()));
        Cluster cluster = new Cluster(conf);
        try {
            Awaitility.await().atMost(3, TimeUnit.MINUTES).until(() -> ended(cluster) == others);
        } finally {
            cluster.close();
        }
    }

    private static long ended(Cluster cluster) throws IOException, InterruptedException {
        long ended = 0;
        for (JobStatus job : cluster.getAllJobStatuses()) {
            if (!job.isJobComplete()) {
                ended += Arrays.stream(cluster.getJob(job.getJobID()).getTaskReports(TaskType.MAP))
                        .filter(task -> task.getCurrentStatus() == TIPStatus.COMPLETE)
                        .count();
            }
        }
        return ended;
    }

    /** Waits until the first task hangs, and says on which node manager. */
    private static String awaitHanging(JobClient.Running job) throws IOException {
        FileSystem files = CLUSTER.fileSystem();
        Awaitility.await()
                .atMost(3, TimeUnit.MINUTES)
                .failFast("the job ended", () -> !job.process().isAlive())
                .until(() -> files.exists(CopyJob.HANGS_AT)
                        && files.getFileStatus(CopyJob.HANGS_AT).getLen() > 0);
        try (FSDataInputStream in = files.open(CopyJob.HANGS_AT)) {
            return in.readUTF();
        }
    }

    /** A stream and its copy. */
    private final class Copy {
        private final TestStream to = TestStream.create(2);
        private final List<String> lines;

        Copy(int shards, int records) {
            TestStream from = TestStream.create(shards);
            lines = IntStream.range(0, records).mapToObj(i -> "line " + i).toList();
            from.put(lines);
            client.set("kinesis.stream.name", from.name());
            client.set("millrace.output.kinesis.stream.name", to.name());
        }

        JobClient.Running start(CopyJob.Fault fault) throws IOException {
            return client.start(CopyJob.class, List.of(fault.name()));
        }

        void assertDoneOnce() {
            assertThat(to.payloads()).containsExactlyInAnyOrderElementsOf(lines);
            assertThat(iterations()).containsExactly("0 " + IterationPlan.State.COMMITTED);
        }
    }

    private Map<String, String> settings() {
        LocalServices services = LocalServices.get();
        return Map.of(
                "kinesis.endpoint.url",
                services.streams().toString(),
                "kinesis.endpoint.region",
                LocalServices.REGION.id(),
                "kinesis.accessKey",
                LocalServices.KEY,
                "kinesis.secretKey",
                LocalServices.KEY,
                "kinesis.checkpoint.enabled",
                "true",
                "kinesis.checkpoint.metastore.table.name",
                "iterations",
                "kinesis.checkpoint.metastore.endpoint.url",
                services.tables().toString(),
                "kinesis.checkpoint.logical.name",
                reader,
                "kinesis.checkpoint.iteration.no",
                "next");
    }

    /** The numbers and states of what the reader has planned. */
    private List<String> iterations() {
        Configuration conf = new Configuration(false);
        settings().forEach(conf::set);
        conf.set("kinesis.stream.name", "any");
        ConnectorConfig config = ConnectorConfig.from(conf);
        CheckpointStore store =
                Checkpoints.open(config.checkpointing().orElseThrow().table(), config.credentials());
        try {
            return store.all().stream()
                    .filter(one -> one.key().reader().toString().equals(reader))
                    .map(one -> one.key().number() + " " + one.state())
                    .toList();
        } finally {
            store.close();
        }
    }
}
