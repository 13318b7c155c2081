package io.millrace.cascading;

import static io.millrace.cascading.Flows.LINE;
import static io.millrace.cascading.Flows.tap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cascading.flow.FlowDef;
import cascading.flow.FlowProcess;
import io.millrace.publish.FinishPublishing;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapReduceBase;
import org.apache.hadoop.mapred.Mapper;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reporter;
import org.junit.Rule;
import org.junit.Test;

/** Streams as sinks of flows: when what they write is put, and when not. */
public class KinesisHadoopTapSinkTest {
    /** A task of a job that writes lines. */
    public static final class Lines extends MapReduceBase implements Mapper<LongWritable, Text, Text, Text> {
        @Override
        public void map(LongWritable place, Text line, OutputCollector<Text, Text> out, Reporter reporter)
                throws IOException {
            out.collect(null, line);
        }
    }

    @Rule
    public final Flows flows = new Flows();

    private final TestStream stream = flows.stream();

    /** What the planners for clusters do with a sink: its settings make a job, and the tap is told when that has ended well. */
    @Test
    public void aJobOfHadoopsOnlyStagesAndTheCommitOfTheSinkPuts() throws IOException {
        TestStream copy = TestStream.create(1);
        Path input = Files.write(flows.path("input"), List.of("one", "two"));
        File staging = flows.staging();
        KinesisHadoopTap sink = tap(new KinesisHadoopScheme(LINE), copy);
        JobConf job = new JobConf();
        flows.properties().forEach((key, value) -> job.set(key.toString(), value.toString()));
        job.set("hadoop.tmp.dir", flows.path("tmp").toString());
        job.setMapperClass(Lines.class);
        job.setNumReduceTasks(0);
        FileInputFormat.setInputPaths(job, input.toString());
        sink.sinkConfInit(FlowProcess.nullFlowProcess(), job);

        JobClient.runJob(new JobConf(job));
        assertThat(copy.records()).isEmpty();
        sink.commitResource(job);
        assertThat(copy.payloads()).containsExactlyInAnyOrder("one", "two");
        assertThat(staging.listFiles()).isEmpty();

        JobClient.runJob(new JobConf(job));
        sink.rollbackResource(job);
        assertThat(staging.listFiles()).isEmpty();
        assertThatThrownBy(() -> sink.commitResource(job)).hasMessageContaining("nothing is published, because");
        assertThat(copy.records()).hasSize(2);
    }

    @Test
    public void aFlowWhoseStagingFolderIsDeletedBeforeItsSinkIsCommittedFails() throws IOException {
        TestStream copy = TestStream.create(1);
        stream.put(List.of("one", "two"));
        Properties properties = flows.checkpoints("next");
        File staging = flows.staging();
        try (FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            AtomicBoolean deleted = new AtomicBoolean();
            tables.on(
                    FaultProxy.ANY,
                    call -> {
                        // The tasks have ended then, and the commit of the sink asks for the iteration.
                        if (staged(staging, "tasks") && !deleted.getAndSet(true)) {
                            FileUtil.fullyDelete(staging);
                        }
                        return false;
                    },
                    Fault.error(500, "InternalServerError", "never"));
            Properties through = new Properties();
            through.putAll(properties);
            through.setProperty(
                    "kinesis.checkpoint.metastore.endpoint.url",
                    tables.endpoint().toString());

            assertThatThrownBy(() -> flows.run(lines(copy), through))
                    .hasStackTraceContaining("nothing is published, because")
                    .hasStackTraceContaining("was deleted meanwhile");
            assertThat(deleted).isTrue();
        }
        assertThat(copy.records()).isEmpty();
        flows.run(lines(copy), properties);
        assertThat(copy.payloads()).as("the same iteration").containsExactlyInAnyOrder("one", "two");
    }

    @Test
    public void aTapWhosePublishingHasFailedTakesNoOtherFlowUntilThatIsFinished() throws Exception {
        TestStream copy = TestStream.create(1);
        stream.put(List.of("one"));
        Properties properties = flows.checkpoints("next");
        File staging = flows.staging();
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams())) {
            KinesisHadoopTap sink = tap(new KinesisHadoopScheme(LINE), copy)
                    .set("kinesis.endpoint.url", streams.endpoint().toString());
            streams.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
            assertThatThrownBy(() -> flows.run(Flows.copy(flows.source(), sink), properties))
                    .hasStackTraceContaining("0 of 1 records are in the stream")
                    .hasStackTraceContaining("FinishPublishing");
            streams.heal();
            stream.put(List.of("two"));

            assertThatThrownBy(() -> flows.run(Flows.copy(flows.source(), sink), properties))
                    .hasStackTraceContaining("are being published already")
                    .hasStackTraceContaining("FinishPublishing");
            assertThatThrownBy(() -> flows.run(lines(copy), properties))
                    .hasStackTraceContaining("nothing is published: iteration 0 of logical name 'flow'")
                    .hasStackTraceContaining("FinishPublishing");
            assertThat(copy.records()).isEmpty();
            assertThat(staging.listFiles()).hasSize(1);

            FinishPublishing command = new FinishPublishing();
            command.setConf(new Configuration());
            command.getConf().set("kinesis.accessKey", LocalServices.KEY);
            command.getConf().set("kinesis.secretKey", LocalServices.KEY);
            assertThat(command.run(new String[] {staging.listFiles()[0].getPath()}))
                    .isZero();
            assertThat(copy.payloads()).containsExactly("one");
            flows.run(Flows.copy(flows.source(), sink), properties);
            assertThat(copy.payloads()).containsExactlyInAnyOrder("one", "two");
        }
    }

    private FlowDef lines(TestStream to) {
        return Flows.copy(flows.source(), tap(new KinesisHadoopScheme(LINE), to));
    }

    private static boolean staged(File staging, String folder) {
        File[] areas = staging.listFiles();
        return areas != null && Arrays.stream(areas).anyMatch(area -> new File(area, folder).exists());
    }
}
