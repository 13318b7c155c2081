package io.millrace.pig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.Payload;
import io.millrace.config.PayloadFormat;
import io.millrace.read.KinesisRecord;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.pig.data.DataByteArray;
import org.apache.pig.data.Tuple;
import org.apache.pig.impl.util.Utils;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What AS may name, in scripts that Pig runs in local mode. */
public class LoadedFieldsTest {
    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private TestStream stream;

    @Before
    public void createStream() {
        stream = TestStream.create(1);
    }

    @Test
    public void withoutAsATupleIsThePayload() throws IOException {
        stream.put(List.of("a line"));

        assertThat(run("result = " + PigScript.load(stream) + ";")).containsExactly(tuple(new DataByteArray("a line")));
        assertThat(run("lines = " + PigScript.load(stream) + "; result = FOREACH lines GENERATE (chararray) $0;"))
                .containsExactly(tuple("a line"));
    }

    @Test
    public void aPayloadIsReadInTheTypeThatAsSays() throws IOException {
        stream.put(List.of("12"));

        assertThat(run("lines = " + PigScript.load(stream) + " AS (n:int); result = FOREACH lines GENERATE n + 1;"))
                .containsExactly(tuple(13));
        assertThat(run("result = " + PigScript.load(stream) + " AS (n);"))
                .containsExactly(tuple(new DataByteArray("12")));
    }

    @Test
    public void asNamesMetadataBesideThePayload() throws IOException {
        stream.put(List.of("a line"));

        Tuple all = run("result = " + PigScript.load(stream)
                        + " AS (kinesis_shard_id, line:chararray, kinesis_sequence_number:chararray,"
                        + " kinesis_sub_sequence_number:long, kinesis_timestamp:long, kinesis_partition_key:chararray);")
                .get(0);

        assertThat(all.get(0)).isEqualTo("shardId-000000000000");
        assertThat(all.get(1)).isEqualTo("a line");
        assertThat((String) all.get(2)).matches("\\d{56}");
        assertThat(all.get(3)).isEqualTo(0L);
        assertThat((long) all.get(4))
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(600_000L));
        assertThat((String) all.get(5)).isNotEmpty();
    }

    @Test
    public void onlyWhatTheScriptUsesIsMade() throws IOException {
        // The payload would be an error if it were looked at.
        stream.put(List.of("no JSON"));

        assertThat(run(
                        "lines = " + json() + " AS (a:int, kinesis_shard_id:chararray, b:int);",
                        "result = FOREACH lines GENERATE kinesis_shard_id;"))
                .containsExactly(tuple("shardId-000000000000"));
    }

    @Test
    public void whatIsUsedKeepsItsPlace() throws IOException {
        stream.put(List.of("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"));

        assertThat(run(
                        "lines = " + json() + " AS (a:int, b:int, c:int, d:int);",
                        "some = FILTER lines BY b == 2;",
                        "result = FOREACH some GENERATE d, b;"))
                .containsExactly(tuple(4, 2));
    }

    @Test
    public void aPayloadIsOneFieldUnlessItIsJson() {
        assertThatThrownBy(() -> run("result = " + PigScript.load(stream) + " AS (a:int, b:int);"))
                .hasStackTraceContaining("AS names the fields a, b, but a payload is one field unless"
                        + " kinesis.pig.format is json; beside it AS may name kinesis_partition_key");
    }

    @Test
    public void mistakesInMetadataFieldsAreNamed() {
        assertThatThrownBy(() -> run("result = " + PigScript.load(stream) + " AS (line, kinesis_shard:chararray);"))
                .hasStackTraceContaining("AS names a field kinesis_shard, which there is not")
                .hasStackTraceContaining("kinesis_shard_id");
        assertThatThrownBy(() -> run("result = " + PigScript.load(stream) + " AS (line, kinesis_timestamp:chararray);"))
                .hasStackTraceContaining("AS says that kinesis_timestamp is chararray, but it is long");
        assertThatThrownBy(() -> run("result = " + PigScript.load(stream, "kinesis.pig.format=xml") + " AS (line);"))
                .hasStackTraceContaining(
                        "kinesis.pig.format has a value that is not allowed: 'xml'; allowed is one of" + " text, json");
    }

    @Test
    public void aPayloadThatIsNotWhatAsSaysFailsTheScript() {
        stream.put(List.of("{\"n\":\"many\"}"));

        assertThatThrownBy(() -> run("result = " + json() + " AS (n:int);")).hasStackTraceContaining("FAILED");
    }

    @Test
    public void theRecordThatIsNotWhatAsSaysIsNamed() throws IOException {
        KinesisRecordWritable record = new KinesisRecordWritable();
        record.set(new KinesisRecord(
                new ShardId("shardId-000000000007"),
                "key",
                SequenceNumber.of("12"),
                3,
                Instant.EPOCH,
                Payload.sharing("{\"n\":\"many\"}".getBytes(StandardCharsets.UTF_8)),
                true));
        RecordTuples tuples = new RecordTuples(LoadedFields.of(Utils.getSchemaFromString("n:int")), PayloadFormat.JSON);

        assertThatThrownBy(() -> tuples.of(record))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "record shardId-000000000007/12/3 (12 bytes): field n is int in AS, but \"many\" in the payload");
    }

    private String json() {
        return PigScript.load(stream, "kinesis.pig.format=json");
    }

    private static List<Tuple> run(String... lines) throws IOException {
        return PigScript.run(TEMP.newFolder(), lines);
    }

    private static Tuple tuple(Object... values) {
        return org.apache.pig.data.TupleFactory.getInstance().newTuple(List.of(values));
    }
}
