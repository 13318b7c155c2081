package io.millrace.cascading;

import static io.millrace.cascading.Flows.LINE;
import static io.millrace.cascading.Flows.tap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cascading.flow.FlowDef;
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
import cascading.tap.local.FileTap;
import cascading.tap.local.hadoop.LocalHfsAdaptor;
import cascading.tuple.Fields;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Streams as sources of flows, and what a tap and its scheme take. */
public class KinesisHadoopTapTest {
    private static final String PAGE_AND_STATUS = "^\\S+ (\\S+) (\\d{3})$";

    @Rule
    public final Flows flows = new Flows();

    private final TestStream stream = flows.stream();

    @Test
    public void errorsAreCountedAndJoinedWithAFileAndBadLinesGoToTheTrap() throws IOException {
        Path owners = flows.path("owners.tsv");
        Files.write(owners, List.of("owned\towner", "/a\tanna", "/b\tbert"));
        stream.put(List.of("GET /a 404", "GET /a 500", "GET /b 404", "GET /c 404", "no line of a log"));

        Pipe requests = new Each("requests", LINE, new RegexParser(new Fields("page", "status"), PAGE_AND_STATUS));
        Pipe counts = new Every(new GroupBy(requests, new Fields("page")), new Count(new Fields("errors")));
        Pipe joined = new CoGroup(counts, new Fields("page"), new Pipe("owners"), new Fields("owned"));
        flows.run(
                FlowDef.flowDef()
                        .addSource("requests", new LocalHfsAdaptor(flows.source()))
                        .addSource("owners", new FileTap(new TextDelimited(true, "\t"), owners.toString()))
                        .addTrap(
                                "requests",
                                new FileTap(new TextLine(), flows.path("trap").toString(), SinkMode.REPLACE))
                        .addTailSink(joined, flows.file("result")),
                flows.properties());

        assertThat(flows.lines("result")).containsExactlyInAnyOrder("/a\t2\t/a\tanna", "/b\t1\t/b\tbert");
        assertThat(Files.readAllLines(flows.path("trap"))).containsExactly("no line of a log");
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
        flows.run(Flows.copy(flows.source(fields), flows.file("result")), flows.properties());

        assertThat(flows.lines("result"))
                .containsExactly(record.shard() + "\t" + record.sequenceNumber() + "\t0\ta line\ta line");
    }

    @Test
    public void theTimeOfArrivalIsANumberAndAFileMayBeHeldInMemory() throws IOException {
        long before = System.currentTimeMillis();
        Path owners = Files.write(flows.path("owners.tsv"), List.of("owned\towner", "/a\tanna"));
        stream.put(List.of("/a", "/b"));
        Fields fields = new Fields("page", "kinesis_timestamp");
        Pipe joined = new HashJoin(
                new Pipe("clicks"), new Fields("page"), new Pipe("owners"), new Fields("owned"), new LeftJoin());
        flows.run(
                FlowDef.flowDef()
                        .addSource("clicks", new LocalHfsAdaptor(flows.source(fields)))
                        .addSource("owners", new FileTap(new TextDelimited(true, "\t"), owners.toString()))
                        .addTailSink(joined, flows.file("result")),
                flows.properties());

        assertThat(flows.lines("result"))
                .hasSize(2)
                .anyMatch(line -> line.matches("/a\t\\d+\t/a\tanna"))
                .anyMatch(line -> line.matches("/b\t\\d+\t\t"))
                .allMatch(line -> Long.parseLong(line.split("\t", -1)[1]) >= before - 1);
    }

    @Test
    public void aPayloadThatIsNoTextGoesToTheTrapOrFailsTheFlow() throws IOException {
        stream.put(List.of("before"));
        stream.put("bytes", new byte[] {'x', (byte) 0xff});
        stream.put(List.of("after"));
        FlowDef trapped = Flows.copy(flows.source(), flows.file("result"))
                .addTrap("copy", new FileTap(new TextLine(), flows.path("trap").toString(), SinkMode.REPLACE));
        flows.run(trapped, flows.properties());

        assertThat(flows.lines("result")).containsExactlyInAnyOrder("before", "after");
        assertThat(Files.readAllLines(flows.path("trap"))).containsExactly("x\ufffd");
        assertThatThrownBy(() -> flows.run(Flows.copy(flows.source(), flows.file("result")), flows.properties()))
                .hasStackTraceContaining("is no text in UTF-8; a field of type byte[] takes any payload");
    }

    @Test
    public void bytesAreCopiedAsTheyAre() {
        stream.put("bytes", new byte[] {0, (byte) 0xff});
        TestStream copy = TestStream.create(1);
        Fields bytes = new Fields("data", byte[].class);
        flows.run(Flows.copy(flows.source(bytes), tap(new KinesisHadoopScheme(bytes), copy)), flows.properties());

        assertThat(copy.records())
                .extracting(record -> record.data().asByteArray())
                .containsExactly(new byte[] {0, (byte) 0xff});
    }

    @Test
    public void whatCanNotBeUsedIsRefused() {
        assertThatThrownBy(() -> new KinesisHadoopScheme(Fields.ALL)).hasMessageContaining("allowed are names");
        assertThatThrownBy(() -> new KinesisHadoopScheme(new Fields("line", "kinesis_shard")))
                .hasMessageContaining("unknown field kinesis_shard");
        assertThatThrownBy(() -> new KinesisHadoopScheme(LINE).setPartitionKeyField("key"))
                .hasMessageContaining("the partition key key is none of the fields");
        assertThatThrownBy(() -> flows.run(
                        Flows.copy(flows.source(new Fields("a", "b")), flows.file("result")), flows.properties()))
                .hasStackTraceContaining("both a and b would be the payload");
        assertThat(flows.source().set("kinesis.secretKey", "hidden").toString()).doesNotContain("hidden", "secret");
    }
}
