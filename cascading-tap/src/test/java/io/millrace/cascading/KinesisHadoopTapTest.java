package io.millrace.cascading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cascading.flow.Flow;
import cascading.flow.FlowDef;
import cascading.flow.local.LocalFlowConnector;
import cascading.operation.aggregator.Count;
import cascading.operation.regex.RegexParser;
import cascading.pipe.CoGroup;
import cascading.pipe.Each;
import cascading.pipe.Every;
import cascading.pipe.GroupBy;
import cascading.pipe.Pipe;
import cascading.scheme.local.TextDelimited;
import cascading.scheme.local.TextLine;
import cascading.tap.SinkMode;
import cascading.tap.Tap;
import cascading.tap.local.FileTap;
import cascading.tap.local.hadoop.LocalHfsAdaptor;
import cascading.tuple.Fields;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

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
        Properties properties = properties();
        properties.setProperty("kinesis.checkpoint.enabled", "true");
        properties.setProperty("kinesis.checkpoint.metastore.table.name", "flows");
        properties.setProperty(
                "kinesis.checkpoint.metastore.endpoint.url",
                LocalServices.get().tables().toString());
        properties.setProperty("kinesis.checkpoint.logical.name", "flow-" + UUID.randomUUID());
        properties.setProperty("kinesis.checkpoint.iteration.no", "next");
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

    /** Puts each line into another stream, with what the expression finds first as partition key. */
    private FlowDef copy(TestStream to, String expression) {
        Pipe pages = new Each(
                "copy", LINE, new RegexParser(new Fields("page", "rest"), expression), new Fields("page", "line"));
        KinesisHadoopScheme scheme = new KinesisHadoopScheme(new Fields("page", "line")).setPartitionKeyField("page");
        return FlowDef.flowDef()
                .addSource("copy", new LocalHfsAdaptor(source()))
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
