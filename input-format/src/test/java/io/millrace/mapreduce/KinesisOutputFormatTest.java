package io.millrace.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.split.Job;
import io.millrace.testing.TestStream;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.Mapper;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Jobs of both of Hadoop's APIs that write a stream. */
public class KinesisOutputFormatTest {
    private static final String POISON = "poison";
    private static final List<String> LINES =
            IntStream.range(0, 1500).mapToObj(i -> "k" + i % 40 + " " + i).toList();

    @Rule
    public final WritingJobs jobs = new WritingJobs();

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

    @Test
    public void newApi() throws Exception {
        Configuration poisoned = jobs.writing(output);
        poisoned.setBoolean(POISON, true);
        assertThat(newJob(poisoned).waitForCompletion(false)).isFalse();
        assertThat(output.records()).as("of a failed job").isEmpty();
        assertThat(jobs.staged()).isEmpty();

        org.apache.hadoop.mapreduce.Job job = newJob(jobs.writing(output));
        assertThat(job.waitForCompletion(false)).isTrue();

        assertWritten();
        assertThat(job.getCounters().findCounter(WriteCounter.STAGED_RECORDS).getValue())
                .isEqualTo(LINES.size());
    }

    @Test
    public void oldApi() throws Exception {
        Configuration poisoned = jobs.writing(output);
        poisoned.setBoolean(POISON, true);
        JobConf failing = oldJob(poisoned);
        assertThatThrownBy(() -> JobClient.runJob(failing)).hasMessage("Job failed!");
        assertThat(output.records()).as("of a failed job").isEmpty();

        assertThat(JobClient.runJob(oldJob(jobs.writing(output))).isSuccessful())
                .isTrue();

        assertWritten();
    }

    private void assertWritten() {
        assertThat(output.payloads()).containsExactlyInAnyOrderElementsOf(LINES);
        List<Record> records = output.records();
        for (int key = 0; key < 40; key++) {
            String its = "k" + key;
            assertThat(records)
                    .filteredOn(Record::partitionKey, its)
                    .extracting(record -> record.data().asUtf8String())
                    .as(its)
                    .containsExactlyElementsOf(LINES.stream()
                            .filter(line -> line.startsWith(its + " "))
                            .toList());
        }
        assertThat(jobs.staged()).isEmpty();
    }

    @Test
    public void aJobWhoseFolderIsDeletedWhileItRunsFails() throws Exception {
        Configuration deleting = jobs.writing(output);
        deleting.set(Lines.DELETED, jobs.staging().toString());
        assertThat(newJob(deleting).waitForCompletion(false)).isFalse();
        JobConf old = oldJob(deleting);
        assertThatThrownBy(() -> JobClient.runJob(old)).hasMessage("Job failed!");
        assertThat(output.records()).isEmpty();
    }

    @Test
    public void aJobWithoutAStreamFailsBeforeItRuns() throws Exception {
        Configuration conf = jobs.conf(Job.on("no-such-stream"));
        assertThatThrownBy(() -> newJob(conf).submit()).hasMessageContaining("no-such-stream");
    }

    @Test
    public void aJobOfTheOldApiWithoutTheCommitterFailsBeforeItRuns() throws Exception {
        JobConf job = oldJob(jobs.writing(output));
        job.setOutputCommitter(org.apache.hadoop.mapred.FileOutputCommitter.class);
        assertThatThrownBy(() -> JobClient.runJob(job)).hasMessageContaining("nothing would be published");
    }

    private org.apache.hadoop.mapreduce.Job newJob(Configuration conf) throws IOException {
        org.apache.hadoop.mapreduce.Job job = org.apache.hadoop.mapreduce.Job.getInstance(conf);
        job.setMapperClass(Lines.class);
        job.setNumReduceTasks(0);
        job.setOutputFormatClass(KinesisOutputFormat.class);
        org.apache.hadoop.mapreduce.lib.input.FileInputFormat.setInputPaths(job, input());
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

    private Path input() throws IOException {
        java.nio.file.Path file = jobs.newFolder().toPath().resolve("lines");
        Files.write(file, LINES);
        return new Path(file.toUri());
    }
}
