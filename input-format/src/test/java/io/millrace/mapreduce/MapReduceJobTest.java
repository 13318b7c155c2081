package io.millrace.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.ReadCounter;
import io.millrace.config.KinesisOptions;
import io.millrace.read.AggregatesTest;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.split.Job;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.Mapper;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Jobs of both of Hadoop's APIs in its local runner: what they read, count, and commit. */
public class MapReduceJobTest {
    private static final String POISON = "poison";
    private static final String DROPPED_TABLE = "dropped";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(3);

    /** Writes the records' texts; a job whose configuration has {@link #POISON} fails on the first record. */
    public static final class Texts extends Mapper<Text, KinesisRecordWritable, Text, NullWritable> {
        @Override
        protected void map(Text key, KinesisRecordWritable value, Context context)
                throws IOException, InterruptedException {
            failIfPoisoned(context.getConfiguration());
            context.write(new Text(value.getPayload()), NullWritable.get());
        }
    }

    /** The same for the older API. */
    public static final class OldTexts extends org.apache.hadoop.mapred.MapReduceBase
            implements org.apache.hadoop.mapred.Mapper<Text, KinesisRecordWritable, Text, NullWritable> {
        private JobConf conf;

        @Override
        public void configure(JobConf job) {
            conf = job;
        }

        @Override
        public void map(
                Text key, KinesisRecordWritable value, OutputCollector<Text, NullWritable> output, Reporter reporter)
                throws IOException {
            failIfPoisoned(conf);
            output.collect(new Text(value.getPayload()), NullWritable.get());
        }
    }

    /** Writes where each record lies and its text; fails at the record whose text {@link #POISON} says. */
    public static final class Places extends Mapper<Text, KinesisRecordWritable, Text, NullWritable> {
        @Override
        protected void map(Text key, KinesisRecordWritable value, Context context)
                throws IOException, InterruptedException {
            String text = new String(value.getPayload(), StandardCharsets.UTF_8);
            if (text.equals(context.getConfiguration().get(POISON))) {
                throw new IOException("poisoned");
            }
            context.write(
                    new Text(value.getSequenceNumber() + "/" + value.getSubSequenceNumber() + " " + text),
                    NullWritable.get());
        }
    }

    /** What happens while the next job maps, once. */
    private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>(() -> {});

    private static void failIfPoisoned(Configuration conf) throws IOException {
        MEANWHILE.getAndSet(() -> {}).run();
        if (conf.getBoolean(POISON, false)) {
            throw new IOException("poisoned");
        }
        String dropped = conf.get(DROPPED_TABLE);
        if (dropped != null) {
            LocalServices.get().dropTable(dropped);
        }
    }

    /** Runs a job that writes the texts; false when it failed. */
    private interface Runner {
        boolean run(Configuration conf, File output) throws Exception;
    }

    @Test
    public void newApi() throws Exception {
        iterate(this::runNew);
    }

    @Test
    public void oldApi() throws Exception {
        iterate(this::runOld);
    }

    private void iterate(Runner runner) throws Exception {
        Job job = Job.iterationsOf(stream.name()).iteration("next");
        stream.put(List.of("a", "b", "c"));

        Configuration poisoned = hadoop(job);
        poisoned.setBoolean(POISON, true);
        assertThat(runner.run(poisoned, new File(temp.getRoot(), "failed"))).isFalse();
        stream.put(List.of("d"));

        assertThat(texts(runner, hadoop(job))).as("the failed one again").containsExactlyInAnyOrder("a", "b", "c");
        assertThat(texts(runner, hadoop(job))).containsExactly("d");
        assertThat(texts(runner, hadoop(job))).isEmpty();
        assertThat(texts(runner, hadoop(job.copy().iteration(0)))).containsExactlyInAnyOrder("a", "b", "c");
        assertNoSecretInFiles();
    }

    @Test
    public void theStatusOfAJobOfTheNewApiIsFailedWhenTheCommitFails() throws Exception {
        failToCommit(this::runNew);
    }

    @Test
    public void theStatusOfAJobOfTheOldApiIsFailedWhenTheCommitFails() throws Exception {
        failToCommit(this::runOld);
    }

    @Test
    public void aJobOfTheNewApiShowsNoOutputOfAnIterationThatAnotherJobHasCommittedMeanwhile() throws Exception {
        overlap(this::runNew);
    }

    @Test
    public void aJobOfTheOldApiShowsNoOutputOfAnIterationThatAnotherJobHasCommittedMeanwhile() throws Exception {
        overlap(this::runOld);
    }

    private void overlap(Runner runner) throws Exception {
        Job job = Job.iterationsOf(stream.name()).iteration("next");
        stream.put(List.of("a", "b"));
        Job other = job.copy();
        MEANWHILE.set(() -> {
            other.plan();
            other.commit();
        });
        File output = new File(temp.getRoot(), "overlapping");
        Configuration conf = hadoop(job);
        // By Hadoop's default, 2, a task's files are in their place once the task has ended.
        conf.setInt("mapreduce.fileoutputcommitter.algorithm.version", 1);

        assertThat(runner.run(conf, output)).isFalse();

        assertThat(new File(output, "out").list((folder, name) -> !name.startsWith("_temporary")))
                .isNullOrEmpty();
        assertThat(texts(runner, hadoop(job))).isEmpty();
    }

    private void failToCommit(Runner runner) throws Exception {
        String table = "iterations-" + UUID.randomUUID();
        Job job = Job.iterationsOf(stream.name())
                .set(KinesisOptions.CHECKPOINT_TABLE, table)
                .iteration("next");
        stream.put(List.of("a", "b"));
        Configuration dropping = hadoop(job);
        dropping.set(DROPPED_TABLE, table);

        assertThat(runner.run(dropping, new File(temp.getRoot(), "dropped"))).isFalse();
        assertThat(texts(runner, hadoop(job))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    public void theJobsCountersTellWhatWasRead() throws Exception {
        stream.put(List.of("a", "b", "c", "d"));
        org.apache.hadoop.mapreduce.Job job = newJob(hadoop(Job.iterationsOf(stream.name())), temp.newFolder());

        assertThat(job.waitForCompletion(false)).isTrue();

        assertThat(job.getCounters().findCounter(ReadCounter.RECORDS).getValue())
                .isEqualTo(4);
        assertThat(job.getCounters().findCounter(ReadCounter.CALLS).getValue()).isBetween(1L, 4L);
        assertThat(job.getCounters().findCounter(ReadCounter.LOSSES).getValue()).isZero();
    }

    /** Aggregates as the Kinesis Producer Library makes them; the job dies between two parts of the second one. */
    @Test
    public void aggregatesAreReadWholeAgainByTheJobAfterOneThatDiedInTheMiddleOfOne() throws Exception {
        TestStream one = TestStream.create(1);
        Job job = Job.iterationsOf(one.name()).set(KinesisOptions.BATCH_SIZE, 2).iteration("next");
        putAsOne(one, "a0", "a1", "a2");
        one.put(List.of("alone"));
        putAsOne(one, "b0", "b1", "b2", "b3");
        Configuration dying = hadoop(job);
        dying.set(POISON, "b2");
        assertThat(places(dying).waitForCompletion(false)).isFalse();
        putAsOne(one, "c0", "c1");

        org.apache.hadoop.mapreduce.Job again = places(hadoop(job));
        assertThat(again.waitForCompletion(false)).isTrue();
        List<String> rows = rows(again);
        List<String> numbers =
                one.records().stream().map(Record::sequenceNumber).toList();
        assertThat(rows)
                .containsExactly(
                        numbers.get(0) + "/0 a0",
                        numbers.get(0) + "/1 a1",
                        numbers.get(0) + "/2 a2",
                        numbers.get(1) + "/0 alone",
                        numbers.get(2) + "/0 b0",
                        numbers.get(2) + "/1 b1",
                        numbers.get(2) + "/2 b2",
                        numbers.get(2) + "/3 b3");
        assertThat(again.getCounters().findCounter(ReadCounter.RECORDS).getValue())
                .isEqualTo(8);
        assertThat(again.getCounters().findCounter(ReadCounter.AGGREGATES).getValue())
                .isEqualTo(2);

        assertThat(rows(finished(places(hadoop(job)))))
                .containsExactly(numbers.get(3) + "/0 c0", numbers.get(3) + "/1 c1");
        assertThat(rows(finished(places(hadoop(job.copy().iteration(0)))))).isEqualTo(rows);
    }

    private static void putAsOne(TestStream stream, String... parts) throws Exception {
        List<byte[]> bytes = Stream.of(parts)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
        stream.put("aggregate", AggregatesTest.aggregateOf(bytes).bytes());
    }

    private org.apache.hadoop.mapreduce.Job places(Configuration conf) throws IOException, ClassNotFoundException {
        org.apache.hadoop.mapreduce.Job job = newJob(conf, temp.newFolder());
        job.setMapperClass(Places.class);
        return job;
    }

    private static org.apache.hadoop.mapreduce.Job finished(org.apache.hadoop.mapreduce.Job job) throws Exception {
        assertThat(job.waitForCompletion(false)).isTrue();
        return job;
    }

    private static List<String> rows(org.apache.hadoop.mapreduce.Job job) throws IOException {
        return lines(Path.of(org.apache.hadoop.mapreduce.lib.output.FileOutputFormat.getOutputPath(job)
                .toUri()));
    }

    private Configuration hadoop(Job job) {
        Configuration conf = new Configuration();
        job.conf().forEach(entry -> conf.set(entry.getKey(), entry.getValue()));
        conf.set("hadoop.tmp.dir", temp.getRoot().toPath().resolve("tmp").toString());
        conf.setInt("mapreduce.task.io.sort.mb", 1);
        conf.setInt("mapreduce.client.completion.pollinterval", 50);
        return conf;
    }

    private boolean runNew(Configuration conf, File output) throws Exception {
        return newJob(conf, output).waitForCompletion(false);
    }

    private static org.apache.hadoop.mapreduce.Job newJob(Configuration conf, File output)
            throws IOException, ClassNotFoundException {
        org.apache.hadoop.mapreduce.Job job = org.apache.hadoop.mapreduce.Job.getInstance(conf);
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(Texts.class);
        job.setNumReduceTasks(0);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(NullWritable.class);
        org.apache.hadoop.mapreduce.lib.output.FileOutputFormat.setOutputPath(job, path(output));
        IterationOutputFormat.wrap(job);
        return job;
    }

    private boolean runOld(Configuration conf, File output) throws Exception {
        try {
            return JobClient.runJob(oldJob(conf, output)).isSuccessful();
        } catch (IOException e) {
            assertThat(e).hasMessage("Job failed!");
            return false;
        }
    }

    private static JobConf oldJob(Configuration conf, File output) {
        JobConf job = new JobConf(conf);
        job.setInputFormat(io.millrace.mapred.KinesisInputFormat.class);
        job.setMapperClass(OldTexts.class);
        job.setNumReduceTasks(0);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(NullWritable.class);
        FileOutputFormat.setOutputPath(job, path(output));
        io.millrace.mapred.IterationCommitter.wrap(job);
        return job;
    }

    private static org.apache.hadoop.fs.Path path(File output) {
        return new org.apache.hadoop.fs.Path(new File(output, "out").toURI());
    }

    private List<String> texts(Runner runner, Configuration conf) throws Exception {
        File output = temp.newFolder();
        assertThat(runner.run(conf, output)).isTrue();
        return lines(output.toPath().resolve("out"));
    }

    private static List<String> lines(Path output) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("part-"))
                    .toList()) {
                texts.addAll(Files.readAllLines(file));
            }
        }
        return texts;
    }

    /** Splits and outputs; a job's own settings are Hadoop's to keep, which a credential provider avoids. */
    private void assertNoSecretInFiles() throws IOException {
        try (Stream<Path> files = Files.walk(temp.getRoot().toPath())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> !f.getFileName().toString().endsWith(".xml"))
                    .filter(f -> !f.getFileName().toString().endsWith(".xml.crc"))
                    .toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(Job.SECRET);
            }
        }
    }
}
