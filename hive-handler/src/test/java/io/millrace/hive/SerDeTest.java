package io.millrace.hive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorFactory;
import org.apache.hadoop.io.BytesWritable;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;

/** SerDes as users name them: what they read, and what becomes of records that they can't read. */
public class SerDeTest {
    private static final String AVRO =
            "{\"type\":\"record\",\"name\":\"Visit\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"},"
                    + "{\"name\":\"word\",\"type\":[\"null\",\"string\"],\"default\":null}]}";

    private static HiveSession hive;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(1);
    private final List<String> sequenceNumbers = new ArrayList<>();
    private final String table = "t" + UUID.randomUUID().toString().replace("-", "");

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    private void put(byte[]... payloads) {
        for (byte[] payload : payloads) {
            sequenceNumbers.add(LocalServices.get()
                    .kinesis()
                    .putRecord(request -> request.streamName(stream.name())
                            .partitionKey("key")
                            .data(SdkBytes.fromByteArray(payload)))
                    .sequenceNumber());
        }
    }

    private void put(String... payloads) {
        Arrays.stream(payloads).forEach(payload -> put(payload.getBytes(UTF_8)));
    }

    private void create(String columns, String rowFormat, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("'kinesis.stream.name'='" + stream.name() + "'");
        hive.run("CREATE EXTERNAL TABLE " + table + " " + columns + " " + rowFormat
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler' TBLPROPERTIES (" + String.join(", ", all) + ")");
    }

    private static String serde(String name) {
        return "ROW FORMAT SERDE '" + name + "'";
    }

    private List<String> select(String columns) {
        return hive.run("SELECT " + columns + " FROM " + table);
    }

    @Test
    public void bothJsonSerDes() throws Exception {
        put("{\"n\": 1, \"who\": {\"name\": \"ä\", \"tags\": [\"x\", \"y\"]}}", "{\"other\": true}");
        for (String name :
                List.of("org.apache.hadoop.hive.serde2.JsonSerDe", "org.apache.hive.hcatalog.data.JsonSerDe")) {
            hive.run("DROP TABLE IF EXISTS " + table);
            create("(n INT, who STRUCT<name: STRING, tags: ARRAY<STRING>>)", serde(name));
            assertThat(select("n, who.name, who.tags[1], `__partition_key`"))
                    .as(name)
                    .containsExactly("1|ä|y|key", "null|null|null|key");
        }
    }

    @Test
    public void openCsv() {
        put("1;'a;''b'", "2");
        create(
                "(n STRING, word STRING)",
                serde("org.apache.hadoop.hive.serde2.OpenCSVSerde")
                        + " WITH SERDEPROPERTIES ('separatorChar'=';', 'quoteChar'='\\'')");
        assertThat(select("n, word, `__partition_key`")).containsExactly("1|a;'b|key", "2|null|key");
    }

    @Test
    public void delimitedTextWithCollectionsAndItsOwnNull() {
        put("1|x,y|a:1,b:2", "nil|nil|nil", "3|a\\|b|", "none");
        create(
                "(n INT, words ARRAY<STRING>, counts MAP<STRING, INT>)",
                "ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' ESCAPED BY '\\\\' COLLECTION ITEMS TERMINATED BY ','"
                        + " MAP KEYS TERMINATED BY ':' NULL DEFINED AS 'nil'");
        assertThat(select("n, words[0], words[1], counts['b'], `__partition_key`"))
                .containsExactly(
                        "1|x|y|2|key", "null|null|null|null|key", "3|a|b|null|null|key", "null|null|null|null|key");
    }

    @Test
    public void bytesAreABinaryColumn() {
        put(new byte[] {0, (byte) 0xff, 1, 10, 13, 0x7f, 0});
        create(
                "(payload BINARY)",
                "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'"
                        + " WITH SERDEPROPERTIES ('serialization.last.column.takes.rest'='true')");
        assertThat(select("hex(payload), length(payload)")).containsExactly("00FF010A0D7F00|7");
    }

    @Test
    public void avroWithItsSchemaAlone() throws Exception {
        put(avro(1, "one"), avro(2, null), marked(3, "three"));
        create("", serde("org.apache.hadoop.hive.serde2.avro.AvroSerDe"), "'avro.schema.literal'='" + AVRO + "'");
        assertThat(hive.run("DESCRIBE " + table))
                .extracting(row -> row.substring(0, row.lastIndexOf('|')))
                .startsWith("n|int", "word|string", "__partition_key|string");
        assertThat(select("n, word, `__partition_key`")).containsExactly("1|one|key", "2|null|key", "3|three|key");
        assertThat(hive.run("SELECT word FROM " + table + " WHERE n > 2")).containsExactly("three");
    }

    @Test
    public void lazyBinary() throws Exception {
        put(lazyBinary(1, "one"), lazyBinary(2, null));
        create("(n INT, word STRING)", serde("org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe"));
        assertThat(select("n, word, `__partition_key`")).containsExactly("1|one|key", "2|null|key");
    }

    @Test
    public void severalCompressedLinesInARecord() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("{\"n\": 1}\n{\"n\": 2}\n".getBytes(UTF_8));
        }
        put(bytes.toByteArray());
        put("{\"n\": 3}");
        create(
                "(n INT)",
                serde("org.apache.hadoop.hive.serde2.JsonSerDe"),
                "'kinesis.record.compression'='auto'",
                "'kinesis.record.delimiter'='\\n'");
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(select("n, `__sub_sequence_number`")).as(engine).containsExactly("1|0", "2|1", "3|0");
        }
    }

    @Test
    public void badRecordsOfJson() throws Exception {
        put("{\"n\": 1}", "{\"n\": 2", "{\"n\": 3}");
        for (String name :
                List.of("org.apache.hadoop.hive.serde2.JsonSerDe", "org.apache.hive.hcatalog.data.JsonSerDe")) {
            hive.run("DROP TABLE IF EXISTS " + table);
            create("(n INT)", serde(name));
            checkBadRecord("JsonSerDe", "{\"n\": 2", "mr", "tez");
        }
    }

    @Test
    public void badRecordsOfAvro() throws Exception {
        put(avro(1, "one"), "A".getBytes(UTF_8), avro(3, "three"));
        create(
                "(n INT, word STRING)",
                serde("org.apache.hadoop.hive.serde2.avro.AvroSerDe"),
                "'avro.schema.literal'='" + AVRO + "'");
        checkBadRecord("AvroSerDe", "A", "tez");
    }

    @Test
    public void badRecordsOfLazyBinary() throws Exception {
        put(lazyBinary(1, "one"), new byte[] {3, 1, 100, 97}, lazyBinary(3, "three"));
        create("(n INT, word STRING)", serde("org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe"));
        checkBadRecord("LazyBinarySerDe", "\u0003\u0001da", "tez");
    }

    @Test
    public void whatThreeSerDesAnswerByThemselvesIsNoBadRecord() {
        put("1 one", "two", "\"3");
        for (String rowFormat : List.of(
                serde("org.apache.hadoop.hive.serde2.RegexSerDe")
                        + " WITH SERDEPROPERTIES ('input.regex'='(\\\\d+) (\\\\w+)')",
                serde("org.apache.hadoop.hive.serde2.OpenCSVSerde"),
                "ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '")) {
            hive.run("DROP TABLE IF EXISTS " + table);
            create("(n STRING, word STRING)", rowFormat);
            for (String reaction : List.of("fail", "null", "skip")) {
                hive.set("kinesis.bad.records", reaction);
                assertThat(select("`__sequence_number`"))
                        .as(rowFormat + " " + reaction)
                        .isEqualTo(sequenceNumbers);
            }
        }
        hive.set("kinesis.bad.records", "fail");
    }

    @Test
    public void theSerDeRestsWhenNoneOfItsColumnsIsWanted() {
        put("{\"n\": 1}", "not JSON", "{\"n\": 3}");
        create("(n INT)", serde("org.apache.hadoop.hive.serde2.JsonSerDe"));
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(select("count(*)")).as(engine).containsExactly("3");
            assertThat(select("max(`__sequence_number`)")).as(engine).containsExactly(sequenceNumbers.get(2));
            assertThat(hive.refusal("SELECT count(n) FROM " + table)).as(engine).isNotEmpty();
        }
    }

    /** The second of three records is bad; a column n of the others is 1 and 3. */
    private void checkBadRecord(String serde, String payload, String... engines) throws IOException {
        String bad = sequenceNumbers.get(1);
        hive.set("kinesis.bad.records", "fail");
        assertThat(hive.refusal("SELECT n FROM " + table))
                .contains(
                        "the record with sequence number " + bad + " (and sub-sequence number 0) in"
                                + " shardId-000000000000 of stream " + stream.name() + " can't be read: " + serde
                                + " says: ",
                        "kinesis.bad.records=null or skip");
        Path folder = temp.newFolder().toPath().resolve("bad");
        hive.run("DROP TABLE IF EXISTS bad_" + table);
        hive.set("kinesis.bad.records.path", folder.toUri().toString());
        for (String engine : engines) {
            hive.set("hive.execution.engine", engine);
            hive.set("kinesis.bad.records", "null");
            assertThat(select("n, `__sequence_number`"))
                    .as(engine)
                    .containsExactly("1|" + sequenceNumbers.get(0), "null|" + bad, "3|" + sequenceNumbers.get(2));
            hive.set("kinesis.bad.records", "skip");
            assertThat(select("n")).as(engine).containsExactly("1", "3");
            assertThat(hive.run("SELECT a.n, b.n FROM " + table + " a JOIN " + table + " b ON a.n = b.n ORDER BY a.n"))
                    .as(engine)
                    .containsExactly("1|1", "3|3");
        }
        hive.set("kinesis.bad.records", "fail");
        hive.run("CREATE EXTERNAL TABLE bad_" + table + " (stream STRING, shard_id STRING, sequence_number STRING,"
                + " sub_sequence_number BIGINT, partition_key STRING, arrived BIGINT, error STRING, payload STRING)"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe' STORED AS TEXTFILE LOCATION '"
                + folder.toUri()
                + "'");
        assertThat(hive.run("SELECT sequence_number, shard_id, partition_key, arrived > 0, error LIKE '" + serde
                        + " says: %', decode(unbase64(payload), 'UTF-8') FROM bad_" + table))
                .as("what several reads have left")
                .containsExactly(bad + "|shardId-000000000000|key|true|true|" + payload);
    }

    private static byte[] avro(int n, String word) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        GenericRecord record = visit(n, word);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** In Avro's single-object encoding. */
    private static byte[] marked(int n, String word) throws IOException {
        GenericRecord record = visit(n, word);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema()).encode(record, bytes);
        return bytes.toByteArray();
    }

    private static GenericRecord visit(int n, String word) {
        return new GenericRecordBuilder(new Schema.Parser().parse(AVRO))
                .set("n", n)
                .set("word", word)
                .build();
    }

    private static byte[] lazyBinary(Integer n, String word) throws SerDeException {
        Properties table = new Properties();
        table.setProperty("columns", "n,word");
        table.setProperty("columns.types", "int:string");
        LazyBinarySerDe serde = new LazyBinarySerDe();
        serde.initialize(new Configuration(false), table, null);
        StructObjectInspector inspector = ObjectInspectorFactory.getStandardStructObjectInspector(
                List.of("n", "word"),
                List.of(
                        PrimitiveObjectInspectorFactory.javaIntObjectInspector,
                        PrimitiveObjectInspectorFactory.javaStringObjectInspector));
        BytesWritable written = (BytesWritable) serde.serialize(Arrays.asList(n, word), inspector);
        return written.copyBytes();
    }
}
