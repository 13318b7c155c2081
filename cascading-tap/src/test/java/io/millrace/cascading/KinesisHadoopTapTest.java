package io.millrace.cascading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cascading.flow.Flow;
import cascading.flow.FlowDef;
import cascading.flow.FlowException;
import cascading.flow.FlowListener;
import cascading.flow.FlowProcess;
import cascading.flow.local.LocalFlowConnector;
import cascading.operation.aggregator.Count;
import cascading.operation.regex.RegexParser;
import cascading.pipe.CoGroup;
import cascading.pipe.Each;
import cascading.pipe.Every;
import cascading.pipe.GroupBy;
import cascading.pipe.HashJoin;
import cascading.pipe.Pipe;
import cascading.pipe.joiner.LeftJoin;
import cascading.scheme.local.TextDelimited;
import cascading.scheme.local.TextLine;
import cascading.tap.SinkMode;
import cascading.tap.Tap;
import cascading.tap.local.FileTap;
import cascading.tap.local.hadoop.LocalHfsAdaptor;
import cascading.tuple.Fields;
import io.millrace.publish.FinishPublishing;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.Overlap;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
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
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Flows of Cascading's local planner over the stream service and DynamoDB Local. */
public class KinesisHadoopTapTest {
    private static final Fields LINE = new Fields("line");
    private static final String PAGE_AND_STATUS = "^\\S+ (\\S+) (\\d{3})$";

    private static final String ALL = "^(?:\\S+ )?(\\S+)( .*)?$";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(3);

    private static KinesisHadoopTap tap(KinesisHadoopScheme scheme, TestStream stream) {
        KinesisHadoopTap tap = new KinesisHadoopTap(scheme, stream.name());
        tap.set("kinesis.endpoint.url", LocalServices.get().streams().toString());
        tap.set("kinesis.endpoint.region", LocalServices.REGION.id());
        tap.setCredentials(LocalServices.KEY, LocalServices.KEY);
        tap.setNoDataTimeout(0);
        return tap;
    }

    private KinesisHadoopTap source() {
        return tap(new KinesisHadoopScheme(LINE), stream);
    }

    private Tap<Properties, ?, ?> file(String name) {
        return new FileTap(
                new TextDelimited(true, "\t"),
                temp.getRoot().toPath().resolve(name).toString(),
                SinkMode.REPLACE);
    }

    private List<String> lines(String name) throws IOException {
        List<String> lines = Files.readAllLines(temp.getRoot().toPath().resolve(name));
        return lines.subList(1, lines.size());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty(
                "kinesis.write.staging.dir",
                temp.getRoot().toPath().resolve("staging").toString());
        return properties;
    }

    private void run(FlowDef definition, Properties properties) {
        Flow<?> flow = new LocalFlowConnector(properties).connect(definition);
        flow.addListener(new FlowIterations());
        flow.complete();
    }

    @Test
    public void errorsAreCountedAndJoinedWithAFileAndBadLinesGoToTheTrap() throws IOException {
        Path owners = temp.getRoot().toPath().resolve("owners.tsv");
        Files.write(owners, List.of("owned\towner", "/a\tanna", "/b\tbert"));
        stream.put(List.of("GET /a 404", "GET /a 500", "GET /b 404", "GET /c 404", "no line of a log"));

        Pipe requests = new Each("requests", LINE, new RegexParser(new Fields("page", "status"), PAGE_AND_STATUS));
        Pipe counts = new Every(new GroupBy(requests, new Fields("page")), new Count(new Fields("errors")));
        Pipe joined = new CoGroup(counts, new Fields("page"), new Pipe("owners"), new Fields("owned"));
        run(
                FlowDef.flowDef()
                        .addSource("requests", new LocalHfsAdaptor(source()))
                        .addSource("owners", new FileTap(new TextDelimited(true, "\t"), owners.toString()))
                        .addTrap("requests", new FileTap(new TextLine(), temp.getRoot() + "/trap", SinkMode.REPLACE))
                        .addTailSink(joined, file("result")),
                properties());

        assertThat(lines("result")).containsExactlyInAnyOrder("/a\t2\t/a\tanna", "/b\t1\t/b\tbert");
        assertThat(Files.readAllLines(temp.getRoot().toPath().resolve("trap"))).containsExactly("no line of a log");
    }

    @Test
    public void fieldsTellWhereARecordComesFrom() throws IOException {
        TestStream.Acknowledged record = stream.put(List.of("a line")).get(0);
        Fields fields = new Fields(
                "kinesis_shard_id",
                "kinesis_sequence_number",
                "kinesis_sub_sequence_number",
                "line",
                "kinesis_partition_key");
        run(
                FlowDef.flowDef()
                        .addSource("copy", new LocalHfsAdaptor(tap(new KinesisHadoopScheme(fields), stream)))
                        .addTailSink(new Pipe("copy"), file("result")),
                properties());

        assertThat(lines("result"))
                .containsExactly(record.shard() + "\t" + record.sequenceNumber() + "\t0\ta line\ta line");
    }

    @Test
    public void aFlowThatFailsCommitsAndPutsNothingAndTheNextOneReadsTheSame() throws IOException {
        TestStream copy = TestStream.create(2);
        Properties properties = checkpoints("next");
        stream.put(List.of("GET /a 404", "broken"));
        assertThatThrownBy(() -> run(copy(copy, PAGE_AND_STATUS), properties));
        assertThat(copy.keysAndPayloads()).isEmpty();

        // Nobody listens to this one.
        new LocalFlowConnector(properties)
                .connect(copy(TestStream.create(1), ALL))
                .complete();

        run(copy(copy, ALL), properties);
        stream.put(List.of("GET /b 500"));
        run(copy(copy, PAGE_AND_STATUS), properties);
        run(copy(copy, PAGE_AND_STATUS), properties);

        assertThat(copy.keysAndPayloads())
                .containsExactlyInAnyOrder("/a: GET /a 404", "broken: broken", "/b: GET /b 500");
    }

    @Test
    public void aPayloadThatIsNoTextGoesToTheTrapOrFailsTheFlow() throws IOException {
        stream.put(List.of("before"));
        putBytes(new byte[] {'x', (byte) 0xff});
        stream.put(List.of("after"));
        FlowDef trapped = FlowDef.flowDef()
                .addSource("copy", new LocalHfsAdaptor(source()))
                .addTrap("copy", new FileTap(new TextLine(), temp.getRoot() + "/trap", SinkMode.REPLACE))
                .addTailSink(new Pipe("copy"), file("result"));
        run(trapped, properties());

        assertThat(lines("result")).containsExactlyInAnyOrder("before", "after");
        assertThat(Files.readAllLines(temp.getRoot().toPath().resolve("trap"))).containsExactly("x\ufffd");
        assertThatThrownBy(() -> run(
                        FlowDef.flowDef()
                                .addSource("copy", new LocalHfsAdaptor(source()))
                                .addTailSink(new Pipe("copy"), file("result")),
                        properties()))
                .hasStackTraceContaining("is no text in UTF-8; a field of type byte[] takes any payload");
    }

    private void putBytes(byte[] payload) {
        try (KinesisClient kinesis = LocalServices.get().kinesis()) {
            kinesis.putRecord(
                    put -> put.streamName(stream.name()).partitionKey("bytes").data(SdkBytes.fromByteArray(payload)));
        }
    }

    @Test
    public void bytesAreCopiedAsTheyAre() {
        putBytes(new byte[] {0, (byte) 0xff});
        TestStream copy = TestStream.create(1);
        Fields bytes = new Fields("data", byte[].class);
        run(
                FlowDef.flowDef()
                        .addSource("copy", new LocalHfsAdaptor(tap(new KinesisHadoopScheme(bytes), stream)))
                        .addTailSink(new Pipe("copy"), new LocalHfsAdaptor(tap(new KinesisHadoopScheme(bytes), copy))),
                properties());

        assertThat(copy.records())
                .extracting(record -> record.data().asByteArray())
                .containsExactly(new byte[] {0, (byte) 0xff});
    }

    @Test
    public void theTimeOfArrivalIsANumberAndAFileMayBeHeldInMemory() throws IOException {
        long before = System.currentTimeMillis();
        Path owners = Files.write(temp.getRoot().toPath().resolve("owners.tsv"), List.of("owned\towner", "/a\tanna"));
        stream.put(List.of("/a", "/b"));
        Fields fields = new Fields("page", "kinesis_timestamp");
        Pipe joined = new HashJoin(
                new Pipe("clicks"), new Fields("page"), new Pipe("owners"), new Fields("owned"), new LeftJoin());
        run(
                FlowDef.flowDef()
                        .addSource("clicks", new LocalHfsAdaptor(tap(new KinesisHadoopScheme(fields), stream)))
                        .addSource("owners", new FileTap(new TextDelimited(true, "\t"), owners.toString()))
                        .addTailSink(joined, file("result")),
                properties());

        assertThat(lines("result"))
                .hasSize(2)
                .anyMatch(line -> line.matches("/a\t\\d+\t/a\tanna"))
                .anyMatch(line -> line.matches("/b\t\\d+\t\t"))
                .allMatch(line -> Long.parseLong(line.split("\t", -1)[1]) >= before - 1);
    }

    @Test
    public void severalStreamsShareANumberedIterationThatIsReadAgain() throws IOException {
        TestStream other = TestStream.create(1);
        Properties properties = checkpoints("0");
        stream.put(List.of("one"));
        other.put(List.of("eins"));
        for (int i = 0; i < 2; i++) {
            run(both(other), properties);
            assertThat(lines("result")).containsExactlyInAnyOrder("one", "eins");
            stream.put(List.of("two"));
        }
        // The flows above have committed it, so this is the one after it, for both.
        properties.setProperty("kinesis.checkpoint.iteration.no", "next");
        run(both(other), properties);

        assertThat(lines("result")).containsExactly("two", "two");
    }

    @Test
    public void ofTwoFlowsThatOverlapTheLaterOneFailsAndPutsNothing() {
        TestStream copy = TestStream.create(1);
        stream.put(List.of("one", "two"));
        Properties properties = checkpoints("next");
        try (Overlap overlap = new Overlap(() -> run(copy(source(), copy, ALL), properties))) {
            Properties slow = new Properties();
            slow.putAll(properties);
            slow.setProperty(
                    "kinesis.checkpoint.metastore.endpoint.url",
                    overlap.tables().toString());
            KinesisHadoopTap source =
                    source().set("kinesis.endpoint.url", overlap.streams().toString());

            assertThatThrownBy(() -> run(copy(source, copy, ALL), slow))
                    .hasStackTraceContaining("was committed by another run");
        }
        assertThat(copy.keysAndPayloads()).containsExactlyInAnyOrder("one: one", "two: two");
        run(copy(copy, ALL), properties);
        assertThat(copy.keysAndPayloads()).hasSize(2);
    }

    @Test
    public void aFlowWhoseStagingFolderIsDeletedBeforeItsSinkIsCommittedFails() throws IOException {
        TestStream copy = TestStream.create(1);
        stream.put(List.of("one", "two"));
        Properties properties = checkpoints("next");
        File staging = temp.getRoot().toPath().resolve("staging").toFile();
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

            assertThatThrownBy(() -> run(copy(copy, ALL), through))
                    .hasStackTraceContaining("nothing is published, because")
                    .hasStackTraceContaining("was deleted meanwhile");
            assertThat(deleted).isTrue();
        }
        assertThat(copy.records()).isEmpty();
        run(copy(copy, ALL), properties);
        assertThat(copy.keysAndPayloads()).as("the same iteration").containsExactlyInAnyOrder("one: one", "two: two");
    }

    private static boolean staged(File staging, String folder) {
        File[] areas = staging.listFiles();
        return areas != null && Arrays.stream(areas).anyMatch(area -> new File(area, folder).exists());
    }

    @Test
    public void aTapWhosePublishingHasFailedTakesNoOtherFlowUntilThatIsFinished() throws Exception {
        TestStream copy = TestStream.create(1);
        stream.put(List.of("one"));
        Properties properties = checkpoints("next");
        File staging = temp.getRoot().toPath().resolve("staging").toFile();
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams())) {
            KinesisHadoopTap sink = tap(new KinesisHadoopScheme(LINE), copy)
                    .set("kinesis.endpoint.url", streams.endpoint().toString());
            streams.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
            assertThatThrownBy(() -> run(lines(sink), properties))
                    .hasStackTraceContaining("0 of 1 records are in the stream")
                    .hasStackTraceContaining("FinishPublishing");
            streams.heal();
            stream.put(List.of("two"));

            assertThatThrownBy(() -> run(lines(sink), properties))
                    .hasStackTraceContaining("are being published already")
                    .hasStackTraceContaining("FinishPublishing");
            assertThatThrownBy(() -> run(lines(tap(new KinesisHadoopScheme(LINE), copy)), properties))
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
            run(lines(sink), properties);
            assertThat(copy.payloads()).containsExactlyInAnyOrder("one", "two");
        }
    }

    private FlowDef lines(KinesisHadoopTap to) {
        return FlowDef.flowDef()
                .addSource("copy", new LocalHfsAdaptor(source()))
                .addTailSink(new Pipe("copy"), new LocalHfsAdaptor(to));
    }

    /** A task of a job that writes lines. */
    public static final class Lines extends MapReduceBase implements Mapper<LongWritable, Text, Text, Text> {
        @Override
        public void map(LongWritable place, Text line, OutputCollector<Text, Text> out, Reporter reporter)
                throws IOException {
            out.collect(null, line);
        }
    }

    /** What the planners for clusters do with a sink: its settings make a job, and the tap is told when that has ended well. */
    @Test
    public void aJobOfHadoopsOnlyStagesAndTheCommitOfTheSinkPuts() throws IOException {
        TestStream copy = TestStream.create(1);
        Path input = Files.write(temp.getRoot().toPath().resolve("input"), List.of("one", "two"));
        File staging = temp.getRoot().toPath().resolve("staging").toFile();
        KinesisHadoopTap sink = tap(new KinesisHadoopScheme(LINE), copy);
        JobConf job = new JobConf();
        properties().forEach((key, value) -> job.set(key.toString(), value.toString()));
        job.set("hadoop.tmp.dir", temp.getRoot().toPath().resolve("tmp").toString());
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

    private FlowDef both(TestStream other) {
        Pipe[] pipes = {new Pipe("one"), new Pipe("other")};
        return FlowDef.flowDef()
                .addSource("one", new LocalHfsAdaptor(source()))
                .addSource("other", new LocalHfsAdaptor(tap(new KinesisHadoopScheme(LINE), other)))
                .addTailSink(new GroupBy("both", pipes, LINE), file("result"));
    }

    @Test
    public void aCommitThatFailsFailsTheFlow() throws IOException {
        Properties properties = checkpoints("next");
        stream.put(List.of("one"));
        FlowDef copy = FlowDef.flowDef()
                .addSource("copy", new LocalHfsAdaptor(source()))
                .addTailSink(new Pipe("copy"), file("result"));
        Flow<?> flow = new LocalFlowConnector(properties).connect(copy);
        flow.addListener(new FlowListener() {
            @Override
            public void onStarting(@SuppressWarnings("rawtypes") Flow started) {}

            @Override
            public void onStopping(@SuppressWarnings("rawtypes") Flow stopped) {}

            @Override
            public void onCompleted(@SuppressWarnings("rawtypes") Flow completed) {
                LocalServices.get().dropTable(properties.getProperty("kinesis.checkpoint.metastore.table.name"));
            }

            @Override
            public boolean onThrowable(@SuppressWarnings("rawtypes") Flow failed, Throwable failure) {
                return false;
            }
        });
        flow.addListener(new FlowIterations());

        // All that Cascading says; the reason is in its log.
        assertThatThrownBy(flow::complete)
                .isInstanceOf(FlowException.class)
                .hasMessageContaining("unhandled listener exception");
    }

    private Properties checkpoints(String iteration) {
        Properties properties = properties();
        properties.setProperty("kinesis.checkpoint.enabled", "true");
        properties.setProperty("kinesis.checkpoint.metastore.table.name", "flows-" + UUID.randomUUID());
        properties.setProperty(
                "kinesis.checkpoint.metastore.endpoint.url",
                LocalServices.get().tables().toString());
        properties.setProperty("kinesis.checkpoint.logical.name", "flow");
        properties.setProperty("kinesis.checkpoint.iteration.no", iteration);
        return properties;
    }

    /** Puts each line into another stream, with what the expression finds first as partition key. */
    private FlowDef copy(TestStream to, String expression) {
        return copy(source(), to, expression);
    }

    private static FlowDef copy(KinesisHadoopTap from, TestStream to, String expression) {
        Pipe pages = new Each(
                "copy", LINE, new RegexParser(new Fields("page", "rest"), expression), new Fields("page", "line"));
        KinesisHadoopScheme scheme = new KinesisHadoopScheme(new Fields("page", "line")).setPartitionKeyField("page");
        return FlowDef.flowDef()
                .addSource("copy", new LocalHfsAdaptor(from))
                .addTailSink(pages, new LocalHfsAdaptor(tap(scheme, to)));
    }

    @Test
    public void whatCanNotBeUsedIsRefused() {
        assertThatThrownBy(() -> new KinesisHadoopScheme(Fields.ALL)).hasMessageContaining("allowed are names");
        assertThatThrownBy(() -> new KinesisHadoopScheme(new Fields("line", "kinesis_shard")))
                .hasMessageContaining("unknown field kinesis_shard");
        assertThatThrownBy(() -> new KinesisHadoopScheme(LINE).setPartitionKeyField("key"))
                .hasMessageContaining("the partition key key is none of the fields");
        assertThatThrownBy(() -> run(
                        FlowDef.flowDef()
                                .addSource(
                                        "copy",
                                        new LocalHfsAdaptor(tap(new KinesisHadoopScheme(new Fields("a", "b")), stream)))
                                .addTailSink(new Pipe("copy"), file("result")),
                        properties()))
                .hasStackTraceContaining("both a and b would be the payload");
        assertThat(source().set("kinesis.secretKey", "hidden").toString()).doesNotContain("hidden", "secret");
    }
}
