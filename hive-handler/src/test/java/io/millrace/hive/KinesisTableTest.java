package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Tables: how they are made, what they show, what they refuse. */
public class KinesisTableTest {
    private static HiveSession hive;
    private static TestStream stream;

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
        stream = TestStream.create(2);
        stream.put(List.of("1,one", "2,two", "3,three"));
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    private static String properties(TestStream of) {
        return " TBLPROPERTIES ('kinesis.stream.name'='" + of.name() + "')";
    }

    @Test
    public void delimitedTextIsReadOnBothEngines() {
        hive.run("CREATE EXTERNAL TABLE delimited (n INT, word STRING) ROW FORMAT DELIMITED FIELDS TERMINATED BY ','"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'" + properties(stream));
        for (String engine : List.of("tez", "mr")) {
            hive.set("hive.execution.engine", engine);
            assertThat(hive.run("SELECT n, word, `__partition_key`, `__sub_sequence_number` FROM delimited ORDER BY n"))
                    .as(engine)
                    .containsExactly("1|one|1,one|0", "2|two|2,two|0", "3|three|3,three|0");
            assertThat(hive.run("SELECT count(*) FROM delimited")).as(engine).containsExactly("3");
        }
        hive.set("hive.execution.engine", "tez");
    }

    @Test
    public void metadataColumnsFollowTheUsersOwn() {
        hive.run("CREATE TABLE described (line STRING) STORED BY 'com.amazon.emr.kinesis.hive.KinesisStorageHandler'"
                + properties(stream));
        assertThat(hive.run("DESCRIBE described"))
                .extracting(row -> row.substring(0, row.lastIndexOf('|')))
                .containsExactly(
                        "line|string",
                        "__partition_key|string",
                        "__shard_id|string",
                        "__sequence_number|string",
                        "__sub_sequence_number|bigint",
                        "__timestamp|bigint");
        assertThat(hive.run("SELECT count(DISTINCT `__sequence_number`), min(`__timestamp`) > 1500000000000,"
                        + " min(`__shard_id`) LIKE 'shardId-%' FROM described"))
                .containsExactly("3|true|true");
    }

    @Test
    public void anySerDeMayBeNamed() {
        TestStream mixed = TestStream.create(1);
        mixed.put(List.of("7 ", "8 acht", "9,\"ne,un\""));
        hive.run("CREATE EXTERNAL TABLE by_regex (n STRING, word STRING)"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'"
                + " WITH SERDEPROPERTIES ('input.regex'='(\\\\d+) (\\\\w+)')"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'" + properties(mixed));
        assertThat(hive.run("SELECT n, word, `__partition_key` IS NULL FROM by_regex"))
                .containsExactlyInAnyOrder("8|acht|false", "null|null|false", "null|null|false");
        hive.run("CREATE EXTERNAL TABLE by_csv (n STRING, word STRING)"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'" + properties(mixed));
        assertThat(hive.run("SELECT word FROM by_csv WHERE n = '9'")).containsExactly("ne,un");
        TestStream json = TestStream.create(1);
        json.put(List.of("{\"n\": 7, \"word\": \"sieben\"}", "{\"word\": \"acht\"}"));
        hive.run("CREATE EXTERNAL TABLE by_json (n INT, word STRING)"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe'"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'" + properties(json));
        assertThat(hive.run("SELECT n, word FROM by_json")).containsExactlyInAnyOrder("7|sieben", "null|acht");
    }

    @Test
    public void whatShowCreateTablePrintsCanBeRun() {
        hive.run("CREATE EXTERNAL TABLE shown (n STRING, word STRING)"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'" + properties(stream));
        String shown = String.join("\n", hive.run("SHOW CREATE TABLE shown"));
        hive.run("DROP TABLE shown");
        hive.run(shown);
        assertThat(hive.run("SELECT word FROM shown WHERE n = '2'")).containsExactly("two");
    }

    @Test
    public void aManagedTableLeavesItsStreamWhenDropped() {
        hive.run("CREATE TABLE managed (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + properties(stream));
        hive.run("DROP TABLE managed");
        assertThat(stream.exists()).isTrue();
    }

    @Test
    public void anExternalTableTakesItsStreamAlongOnlyWhenItIsToBePurged() {
        TestStream kept = TestStream.create(1);
        TestStream purged = TestStream.create(1);
        hive.run("CREATE EXTERNAL TABLE kept (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + properties(kept));
        hive.run("CREATE EXTERNAL TABLE purged (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name'='" + purged.name() + "', 'external.table.purge'='true')");
        hive.run("DROP TABLE kept");
        hive.run("DROP TABLE purged");
        Awaitility.await().until(() -> !purged.exists());
        assertThat(kept.exists()).isTrue();
    }

    @Test
    public void changedPropertiesAreCheckedAsWell() {
        hive.run("CREATE EXTERNAL TABLE changed (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + properties(stream));
        String alter = "ALTER TABLE changed SET TBLPROPERTIES ";
        assertThat(hive.refusal(alter + "('kinesis.initial.positon'='LATEST')"))
                .contains("default.changed can't be changed", "did you mean kinesis.initial.position?");
        assertThat(hive.refusal(alter + "('kinesis.checkpoint.hash.key.name'='K')"))
                .contains("the right name is kinesis.checkpoint.metastore.hash.key.name");
        assertThat(hive.refusal(alter + "('kinesis.stream.name'='no-such-stream')"))
                .contains("no-such-stream");
        hive.run(alter + "('kinesis.initial.position'='LATEST')");
        assertThat(hive.run("SELECT count(*) FROM changed")).containsExactly("0");
    }

    @Test
    public void describeShowsTheStreamAndItsReaders() {
        TestStream resharded = TestStream.create(2);
        resharded.reshard();
        hive.run("CREATE EXTERNAL TABLE shown_stream (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + properties(resharded));
        assertThat(String.join("\n", hive.run("DESCRIBE EXTENDED shown_stream")))
                .contains(":stream/" + resharded.name(), "24 hours", "2 open, 3 closed", "kinesis.checkpoint.enabled");
        try (HiveSession reader = LocalHive.session()) {
            reader.set("kinesis.checkpoint.enabled", "true")
                    .set("kinesis.checkpoint.metastore.table.name", "described-" + resharded.name())
                    .set("kinesis.checkpoint.logical.name", "nightly");
            assertThat(String.join("\n", reader.run("DESCRIBE EXTENDED shown_stream")))
                    .as("a look makes no table")
                    .contains("not known: ", "described-" + resharded.name());
            reader.run("SELECT count(*) FROM shown_stream");
            assertThat(String.join("\n", reader.run("DESCRIBE EXTENDED shown_stream")))
                    .contains("nightly: iteration 0, committed, planned at 20");
        }
    }

    @Test
    public void anAbsentStreamIsTold() {
        assertThat(hive.refusal("CREATE EXTERNAL TABLE misspelt (line STRING)"
                        + " STORED BY 'io.millrace.hive.KinesisStorageHandler' TBLPROPERTIES ('kinesis.stream.name'='x"
                        + stream.name().substring(1) + "')"))
                .contains("did you mean the stream " + stream.name() + "?");
        assertThat(hive.refusal("CREATE EXTERNAL TABLE absent (line STRING)"
                        + " STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                        + " TBLPROPERTIES ('kinesis.stream.name'='no-such-stream')"))
                .contains("default.absent can't be created", "no-such-stream");
        assertThat(hive.refusal("CREATE EXTERNAL TABLE unnamed (line STRING)"
                        + " STORED BY 'io.millrace.hive.KinesisStorageHandler'"))
                .contains("kinesis.stream.name");
    }

    @Test
    public void anUnknownPropertyIsTold() {
        assertThat(hive.refusal("CREATE EXTERNAL TABLE unknown (line STRING)"
                        + " STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                        + " TBLPROPERTIES ('kinesis.stream.name'='" + stream.name() + "',"
                        + " 'kinesis.records.batchsise'='7')"))
                .contains("kinesis.records.batchsise", "did you mean", "kinesis.records.batchsize");
    }

    @Test
    public void namesOfMetadataColumnsAreTaken() {
        assertThat(hive.refusal("CREATE EXTERNAL TABLE clash (line STRING, `__Timestamp` BIGINT)"
                        + " STORED BY 'io.millrace.hive.KinesisStorageHandler'" + properties(stream)))
                .contains("__timestamp has the name of a metadata column");
    }

    @Test
    public void partitionsAreRefused() {
        assertThat(hive.refusal("CREATE EXTERNAL TABLE partitioned (line STRING) PARTITIONED BY (day STRING)"
                        + " STORED BY 'io.millrace.hive.KinesisStorageHandler'" + properties(stream)))
                .contains("leave PARTITIONED BY out");
    }

    @Test
    public void aTableMayBeAltered() {
        hive.run("CREATE EXTERNAL TABLE altered (n INT COMMENT 'counts', rest STRING)"
                + " ROW FORMAT DELIMITED FIELDS TERMINATED BY ';' STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + properties(stream));
        assertThat(hive.run("SELECT max(n), max(rest) FROM altered")).containsExactly("null|null");

        hive.run("ALTER TABLE altered SET SERDEPROPERTIES ('field.delim'=',')");
        hive.run("ALTER TABLE altered ADD COLUMNS (extra STRING COMMENT 'since May', last STRING)");
        hive.run("ALTER TABLE altered RENAME TO renamed");

        assertThat(hive.run("DESCRIBE renamed"))
                .startsWith(
                        "n|int|counts",
                        "rest|string|from deserializer",
                        "extra|string|since May",
                        "last|string|from deserializer",
                        "__partition_key|string|the record's partition key")
                .hasSize(9);
        assertThat(hive.run("SELECT n, rest, extra, `__partition_key` FROM renamed ORDER BY n"))
                .containsExactly("1|one|null|1,one", "2|two|null|2,two", "3|three|null|3,three");
        assertThat(hive.refusal("ALTER TABLE renamed ADD COLUMNS (`__shard_id` STRING)"))
                .contains("Duplicate column name");
        assertThat(hive.refusal("ALTER TABLE renamed REPLACE COLUMNS (line STRING)"))
                .contains("ALTER TABLE");
        assertThat(hive.run("DESCRIBE renamed")).hasSize(9);
    }

    @Test
    public void noTableIsMadeByASelectThatCouldNotFillIt() {
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(hive.refusal("CREATE EXTERNAL TABLE selected STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                            + properties(stream) + " AS SELECT 4 AS n, 'four' AS word"))
                    .as(engine)
                    .contains("use CREATE TABLE and INSERT INTO", "selected");
            assertThat(hive.run("SHOW TABLES LIKE 'selected'")).as(engine).isEmpty();
        }
    }

    @Test
    public void aTableLikeAnotherOneIsRefusedInWords() {
        hive.run("CREATE EXTERNAL TABLE model (n INT) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + properties(stream));
        assertThat(hive.refusal("CREATE TABLE image LIKE model STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                        + properties(stream)))
                .contains("default.image can't be created", "SHOW CREATE TABLE");
    }

    @Test
    public void secretsAreNotExplained() {
        hive.run("CREATE EXTERNAL TABLE secretive (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name'='" + stream.name() + "', 'kinesis.accessKey'='AKIDEXAMPLE',"
                + " 'kinesis.secretKey'='very/secret+key')");
        assertThat(hive.run("SELECT count(*) FROM secretive")).containsExactly("3");
        assertThat(String.join("\n", hive.run("EXPLAIN SELECT count(*) FROM secretive")))
                .doesNotContain("very/secret");
    }

    @Test
    public void theSessionWinsButNotOverTheStream() {
        hive.run("CREATE EXTERNAL TABLE precedence (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name'='" + stream.name() + "',"
                + " 'kinesis.initial.position'='LATEST')");
        try (HiveSession other = LocalHive.session()) {
            assertThat(other.run("SELECT count(*) FROM precedence")).containsExactly("0");
            other.set("kinesis.initial.position", "TRIM_HORIZON").set("kinesis.stream.name", "another");
            assertThat(other.run("SELECT count(*) FROM precedence")).containsExactly("3");
            other.set("kinesis.initial.positon", "LATEST");
            assertThat(other.refusal("SELECT count(*) FROM precedence")).contains("kinesis.initial.position");
        }
    }
}
