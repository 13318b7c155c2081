package io.millrace.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.KinesisOptions;
import io.millrace.publish.FinishPublishing;
import io.millrace.publish.JobPublishing;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.split.Job;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.Mapper;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Jobs of both of Hadoop's APIs that copy iterations into a stream: each record is put once, before its iteration is committed. */
public class CopiedIterationsTest {
    @Rule
    public final WritingJobs jobs = new WritingJobs();

    private final TestStream output = TestStream.create(3);

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
    public void anIterationIsCommittedOnlyWhenItsRecordsArePublished() throws Exception {
        TestStream input = TestStream.create(2);
        input.put(List.of("a", "b", "c"));
        TestStream doomed = TestStream.create(1);
        Job reader = Job.iterationsOf(input.name()).iteration("next");

        Configuration failing = jobs.conf(reader);
        failing.set(JobPublishing.OUTPUT_PREFIX + KinesisOptions.STREAM_NAME.key(), doomed.name());
        failing.set(Copy.DELETED, doomed.name());
        assertThat(copyJob(failing).waitForCompletion(false)).isFalse();
        input.put(List.of("d"));

        Configuration copying = jobs.conf(reader);
        copying.set(JobPublishing.OUTPUT_PREFIX + KinesisOptions.STREAM_NAME.key(), output.name());
        assertThat(copyJob(copying).waitForCompletion(false)).isTrue();
        assertThat(output.records())
                .extracting(Record::partitionKey)
                .as("the iteration that was not committed")
                .containsExactlyInAnyOrder("a", "b", "c");

        assertThat(copyJob(copying).waitForCompletion(false)).isTrue();
        assertThat(output.payloads()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    public void whatAFailedPublishingHasLeftIsNotPutByTheNextJobButFinishedAndItsIterationCommitted() throws Exception {
        TestStream input = TestStream.create(2);
        Job reader = Job.iterationsOf(input.name()).iteration("next");
        List<String> expected = new ArrayList<>();
        for (boolean old : List.of(true, false)) {
            String line = old ? "of the old API" : "of the new API";
            input.put(List.of(line));
            try (FaultProxy proxy = FaultProxy.before(LocalServices.get().streams())) {
                Configuration copying = jobs.conf(reader);
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
                assertThat(output.payloads()).isEqualTo(expected);

                FinishPublishing command = new FinishPublishing();
                command.setConf(new Configuration(copying));
                command.getConf().unset(KinesisOptions.STREAM_NAME.key());
                String folder = new File(jobs.staging(), jobs.staged().get(0)).getPath();
                assertThat(command.run(new String[] {folder})).isZero();

                expected.add(line);
                assertThat(copies(copying, old)).isTrue();
                assertThat(output.payloads()).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(jobs.staged()).isEmpty();
            }
        }
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

    private org.apache.hadoop.mapreduce.Job copyJob(Configuration conf) throws Exception {
        org.apache.hadoop.mapreduce.Job job = org.apache.hadoop.mapreduce.Job.getInstance(conf);
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(Copy.class);
        job.setNumReduceTasks(0);
        job.setOutputFormatClass(KinesisOutputFormat.class);
        IterationOutputFormat.wrap(job);
        return job;
    }
}
