package io.millrace.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.KinesisOptions;
import io.millrace.publish.FinishPublishing;
import io.millrace.publish.JobPublishing;
import io.millrace.read.KinesisRecord;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.split.Job;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Jobs of both of Hadoop's APIs that write a stream. */
public class KinesisOutputFormatTest {
    private static final String POISON = "poison";
    private static final List<String> LINES =
            IntStream.range(0, 1500).mapToObj(i -> "k" + i % 40 + " " + i).toList();

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream output = TestStream.create(3);

    private static Text firstWord(Text line) {
        String text = line.toString();
        int blank = text.indexOf(' ');
        return new Text(blank < 0 ? text : text.substring(0, blank));
    }

    /** The first word of a line is its key; the last line of a poisoned job fails. */
    public static final class Lines extends Mapper<LongWritable, Text, Text, Text> {
        private static final String DELETED = "deleted.folder";

        @Override
        protected void map(LongWritable key, Text value, Context context) throws IOException, InterruptedException {
            failOnPoison(context.getConfiguration(), value);
            delete(context.getConfiguration());
            context.write(firstWord(value), value);
        }
    }

    /** The same for the older API. */
    public static final class OldLines extends org.apache.hadoop.mapred.MapReduceBase
            implements org.apache.hadoop.mapred.Mapper<LongWritable, Text, Text, Text> {
        private JobConf conf;

        @Override
        public void configure(JobConf job) {
            conf = job;
        }

        @Override
        public void map(LongWritable key, Text value, OutputCollector<Text, Text> collector, Reporter reporter)
                throws IOException {
            failOnPoison(conf, value);
            delete(conf);
            collector.collect(firstWord(value), value);
        }
    }

    /** Somebody deletes the folder in which jobs stage what they write. */
    private static void delete(Configuration conf) {
        String folder = conf.get(Lines.DELETED);
        if (folder != null) {
            FileUtil.fullyDelete(new File(folder));
        }
    }

    private static void failOnPoison(Configuration conf, Text line) throws IOException {
        if (conf.getBoolean(POISON, false) && line.toString().equals(LINES.get(LINES.size() - 1))) {
            throw new IOException("poisoned");
        }
    }

    /** Copies records; deletes a stream, when one is named, so that it can't be written any more. */
    public static final class Copy extends Mapper<Text, KinesisRecordWritable, Text, KinesisRecordWritable> {
        private static final String DELETED = "deleted.stream";

        @Override
        protected void map(Text key, KinesisRecordWritable value, Context context)
                throws IOException, InterruptedException {
            context.write(key, value);
        }

        @Override
        protected void cleanup(Context context) {
            String deleted = context.getConfiguration().get(DELETED);
            if (deleted != null) {
                LocalServices.get().kinesis().deleteStream(request -> request.streamName(deleted));
            }
        }
    }

    @Test
    public void newApi() throws Exception {
        Configuration poisoned = hadoop(Job.on(output.name()));
        poisoned.setBoolean(POISON, true);
        assertThat(newJob(poisoned).waitForCompletion(false)).isFalse();
        assertThat(Job.on(output.name()).read()).as("of a failed job").isEmpty();
        assertThat(staging()).isEmpty();

        org.apache.hadoop.mapreduce.Job job = newJob(hadoop(Job.on(output.name())));
        assertThat(job.waitForCompletion(false)).isTrue();

        assertWritten();
        assertThat(job.getCounters().findCounter(WriteCounter.STAGED_RECORDS).getValue())
                .isEqualTo(LINES.size());
    }

    @Test
    public void oldApi() throws Exception {
        Configuration poisoned = hadoop(Job.on(output.name()));
        poisoned.setBoolean(POISON, true);
        JobConf failing = oldJob(poisoned);
        assertThatThrownBy(() -> JobClient.runJob(failing)).hasMessage("Job failed!");
        assertThat(Job.on(output.name()).read()).as("of a failed job").isEmpty();

        assertThat(JobClient.runJob(oldJob(hadoop(Job.on(output.name())))).isSuccessful())
                .isTrue();

        assertWritten();
    }

    private void assertWritten() throws Exception {
        List<KinesisRecord> records = Job.on(output.name()).read();
        assertThat(records.stream().map(KinesisOutputFormatTest::text)).containsExactlyInAnyOrderElementsOf(LINES);
        for (int key = 0; key < 40; key++) {
            String its = "k" + key;
            assertThat(records.stream()
                            .filter(record -> record.partitionKey().equals(its))
                            .map(KinesisOutputFormatTest::text))
                    .as(its)
                    .containsExactlyElementsOf(LINES.stream()
                            .filter(line -> line.startsWith(its + " "))
                            .toList());
        }
        assertThat(staging()).isEmpty();
    }

    @Test
    public void anIterationIsCommittedOnlyWhenItsRecordsArePublished() throws Exception {
        TestStream input = TestStream.create(2);
        input.put(List.of("a", "b", "c"));
        TestStream doomed = TestStream.create(1);
        Job reader = Job.iterationsOf(input.name()).iteration("next");

        Configuration failing = hadoop(reader);
        failing.set(JobPublishing.OUTPUT_PREFIX + KinesisOptions.STREAM_NAME.key(), doomed.name());
        failing.set(Copy.DELETED, doomed.name());
        assertThat(copyJob(failing).waitForCompletion(false)).isFalse();
        input.put(List.of("d"));

        Configuration copying = hadoop(reader);
        copying.set(JobPublishing.OUTPUT_PREFIX + KinesisOptions.STREAM_NAME.key(), output.name());
        assertThat(copyJob(copying).waitForCompletion(false)).isTrue();
        assertThat(Job.on(output.name()).read().stream().map(KinesisRecord::partitionKey))
                .as("the iteration that was not committed")
                .containsExactlyInAnyOrder("a", "b", "c");

        assertThat(copyJob(copying).waitForCompletion(false)).isTrue();
        assertThat(Job.on(output.name()).read().stream().map(KinesisOutputFormatTest::text))
                .containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    public void whatAFailedPublishingHasLeftIsNotPutByTheNextJobButFinishedAndItsIterationCommitted() throws Exception {
        TestStream input = TestStream.create(2);
        Job reader = Job.iterationsOf(input.name()).iteration("next");
        List<String> expected = new java.util.ArrayList<>();
        for (boolean old : List.of(true, false)) {
            String line = old ? "of the old API" : "of the new API";
            input.put(List.of(line));
            try (FaultProxy proxy = FaultProxy.before(LocalServices.get().streams())) {
                Configuration copying = hadoop(reader);
                copying.set(JobPublishing.OUTPUT_PREFIX + KinesisOptions.STREAM_NAME.key(), output.name());
                copying.set(
                        JobPublishing.OUTPUT_PREFIX + KinesisOptions.ENDPOINT_URL.key(),
                        proxy.endpoint().toString());
                proxy.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
                assertThat(copies(copying, old)).isFalse();
                proxy.heal();
                assertThat(copies(copying, old))
                        .as("puts what another one has begun to put")
                        .isFalse();
                assertThat(texts()).isEqualTo(expected);

                FinishPublishing command = new FinishPublishing();
                command.setConf(new Configuration(copying));
                command.getConf().unset(KinesisOptions.STREAM_NAME.key());
                String folder = new File(stagingFolder(), staging().get(0)).getPath();
                assertThat(command.run(new String[] {folder})).isZero();

                expected.add(line);
                assertThat(copies(copying, old)).isTrue();
                assertThat(texts()).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(staging()).isEmpty();
            }
        }
    }

    private List<String> texts() throws Exception {
        return Job.on(output.name()).read().stream()
                .map(KinesisOutputFormatTest::text)
                .toList();
    }

    private boolean copies(Configuration conf, boolean old) throws Exception {
        if (!old) {
            return copyJob(conf).waitForCompletion(false);
        }
        JobConf job = new JobConf(conf);
        job.setInputFormat(io.millrace.mapred.KinesisInputFormat.class);
        job.setNumReduceTasks(0);
        io.millrace.mapred.KinesisOutputFormat.use(job);
        io.millrace.mapred.IterationCommitter.wrap(job);
        try {
            return JobClient.runJob(job).isSuccessful();
        } catch (IOException e) {
            assertThat(e).hasMessage("Job failed!");
            return false;
        }
    }

    @Test
    public void anAttemptThatIsNotCommittedWritesNothingAndTheEndMayBeRunTwice() throws Exception {
        Configuration conf = hadoop(Job.on(output.name()));
        org.apache.hadoop.mapreduce.Job job = newJob(conf);
        KinesisOutputFormat<NullWritable, BytesWritable> format = new KinesisOutputFormat<>();
        format.checkOutputSpecs(job);
        TaskID task = new TaskID("jobtest", 7, TaskType.MAP, 0);
        TaskAttemptContext lost = attempt(job, task, 0);
        TaskAttemptContext speculative = attempt(job, task, 1);
        TaskAttemptContext good = attempt(job, task, 2);
        // Longer arrays than what they hold.
        BytesWritable bytes = new BytesWritable(new byte[100]);
        bytes.set("one".getBytes(StandardCharsets.UTF_8), 0, 3);
        OutputCommitter committer = format.getOutputCommitter(good);
        committer.setupJob(good);
        for (TaskAttemptContext attempt : List.of(lost, speculative, good)) {
            RecordWriter<NullWritable, BytesWritable> writer = format.getRecordWriter(attempt);
            writer.write(NullWritable.get(), bytes);
            if (attempt != lost) {
                writer.close(attempt);
            }
        }
        committer.abortTask(speculative);
        assertThat(committer.needsTaskCommit(speculative)).isFalse();
        assertThat(committer.needsTaskCommit(good)).isTrue();
        committer.commitTask(good);
        assertThat(committer.isCommitJobRepeatable(good)).isTrue();

        committer.commitJob(good);
        // A master that starts anew does not know that.
        committer.setupJob(good);
        committer.commitJob(good);

        assertThat(Job.on(output.name()).read().stream().map(KinesisOutputFormatTest::text))
                .containsExactly("one");
    }

    @Test
    public void aJobWhoseFolderIsDeletedWhileItRunsFails() throws Exception {
        Configuration deleting = hadoop(Job.on(output.name()));
        deleting.set(Lines.DELETED, stagingFolder().toString());
        assertThat(newJob(deleting).waitForCompletion(false)).isFalse();
        JobConf old = oldJob(deleting);
        assertThatThrownBy(() -> JobClient.runJob(old)).hasMessage("Job failed!");
        assertThat(Job.on(output.name()).read()).isEmpty();
    }

    @Test
    public void aTaskWhoseJobHasAnotherIdThanItsCommitterStagesNothing() throws Exception {
        KinesisOutputFormat<Text, Text> format = new KinesisOutputFormat<>();
        Configuration conf = hadoop(Job.on(output.name()));
        JobPublishing.prepare(conf);
        org.apache.hadoop.mapreduce.Job job = org.apache.hadoop.mapreduce.Job.getInstance(conf);
        // As Tez makes them.
        TaskAttemptContext ofTheJob = attempt(job, new TaskID("1795884153590", 1, TaskType.REDUCE, 0), 0);
        TaskAttemptContext ofTheVertex = attempt(job, new TaskID("17958841535900", 1, TaskType.REDUCE, 0), 0);
        format.getOutputCommitter(ofTheJob).setupJob(ofTheJob);

        assertThatThrownBy(() -> format.getRecordWriter(ofTheVertex))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("job_17958841535900_0001")
                .hasMessageContaining("Tez");
        format.getRecordWriter(ofTheJob).close(ofTheJob);
    }

    @Test
    public void aJobWithoutAStreamFailsBeforeItRuns() throws Exception {
        Configuration conf = hadoop(Job.on("no-such-stream"));
        assertThatThrownBy(() -> newJob(conf).submit()).hasMessageContaining("no-such-stream");
    }

    @Test
    public void aJobOfTheOldApiWithoutTheCommitterFailsBeforeItRuns() throws Exception {
        JobConf job = oldJob(hadoop(Job.on(output.name())));
        job.setOutputCommitter(org.apache.hadoop.mapred.FileOutputCommitter.class);
        assertThatThrownBy(() -> JobClient.runJob(job)).hasMessageContaining("nothing would be published");
    }

    private static TaskAttemptContext attempt(org.apache.hadoop.mapreduce.Job job, TaskID task, int number) {
        return new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID(task, number));
    }

    private Configuration hadoop(Job job) {
        Configuration conf = new Configuration();
        job.conf().forEach(entry -> conf.set(entry.getKey(), entry.getValue()));
        conf.set(KinesisOptions.WRITE_STAGING.key(), stagingFolder().toURI().toString());
        conf.set("hadoop.tmp.dir", temp.getRoot().toPath().resolve("tmp").toString());
        conf.setInt("mapreduce.task.io.sort.mb", 1);
        conf.setInt("mapreduce.client.completion.pollinterval", 50);
        return conf;
    }

    private File stagingFolder() {
        return new File(temp.getRoot(), "staging");
    }

    private List<String> staging() {
        String[] left = stagingFolder().list((folder, name) -> !name.startsWith("."));
        return left == null ? List.of() : List.of(left);
    }

    private Path input() throws IOException {
        java.nio.file.Path file = temp.newFolder().toPath().resolve("lines");
        Files.write(file, LINES);
        return new Path(file.toUri());
    }

    private org.apache.hadoop.mapreduce.Job newJob(Configuration conf) throws IOException {
        org.apache.hadoop.mapreduce.Job job = org.apache.hadoop.mapreduce.Job.getInstance(conf);
        job.setMapperClass(Lines.class);
        job.setNumReduceTasks(0);
        job.setOutputFormatClass(KinesisOutputFormat.class);
        org.apache.hadoop.mapreduce.lib.input.FileInputFormat.setInputPaths(job, input());
        return job;
    }

    private org.apache.hadoop.mapreduce.Job copyJob(Configuration conf) throws Exception {
        org.apache.hadoop.mapreduce.Job job = org.apache.hadoop.mapreduce.Job.getInstance(conf);
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(Copy.class);
        job.setNumReduceTasks(0);
        job.setOutputFormatClass(KinesisOutputFormat.class);
        IterationOutputFormat.wrap(job);
        return job;
    }

    private JobConf oldJob(Configuration conf) throws IOException {
        JobConf job = new JobConf(conf);
        job.setMapperClass(OldLines.class);
        job.setNumReduceTasks(0);
        io.millrace.mapred.KinesisOutputFormat.use(job);
        org.apache.hadoop.mapred.FileInputFormat.setInputPaths(job, input());
        return job;
    }

    private static String text(KinesisRecord record) {
        return new String(record.payload().bytes(), StandardCharsets.UTF_8);
    }
}
