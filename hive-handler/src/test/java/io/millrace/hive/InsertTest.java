package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

/** INSERT INTO a stream, on both engines: what arrives, and with which keys. */
public class InsertTest {
    @Rule
    public final Inserts inserts = new Inserts();

    private HiveSession hive;

    @Before
    public void open() {
        hive = inserts.hive();
    }

    @Test
    public void rowsArriveOnceWithRandomKeysOnBothEngines() {
        String table = inserts.csv();
        List<String> expected = new ArrayList<>();
        inserts.onBothEngines(() -> {
            hive.run("INSERT INTO " + table + Inserts.ALL_ROWS);
            expected.addAll(Inserts.rows());
            assertThat(inserts.stream().payloads()).containsExactlyInAnyOrderElementsOf(expected);
        });
        assertThat(inserts.stream().records())
                .extracting(Record::partitionKey)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.length() == 16);
    }

    @Test
    public void aPartitionKeyColumnOfTheTableIsTheKeyAndKeepsItsOrder() {
        String table = inserts.csv("'kinesis.write.partition.key.column'='WORD'");
        inserts.onBothEngines(() -> hive.run(
                "INSERT INTO " + table + " SELECT n, word, " + Inserts.NO_METADATA + " FROM insert_source ORDER BY n"));
        for (int word = 0; word < 5; word++) {
            String key = "w" + word;
            List<String> once = Inserts.rows().stream()
                    .filter(row -> row.endsWith("," + key))
                    .toList();
            List<String> twice = new ArrayList<>(once);
            twice.addAll(once);
            assertThat(inserts.stream().records())
                    .filteredOn(Record::partitionKey, key)
                    .extracting(record -> record.data().asUtf8String())
                    .as(key)
                    .isEqualTo(twice);
        }
    }

    @Test
    public void theMetadataColumnComesBeforeTheChosenOneAndOthersAreIgnored() {
        String table = inserts.csv("'kinesis.write.partition.key.column'='word'");
        hive.run("INSERT INTO " + table
                + " SELECT n, word, CASE WHEN n < 10 THEN CONCAT('own-', n) END, 'shard', '7', 3L,"
                + " 9L FROM insert_source");
        List<String> expected = IntStream.range(0, 20)
                .mapToObj(i -> (i < 10 ? "own-" + i : "w" + i % 5) + ": " + i + ",w" + i % 5)
                .toList();
        assertThat(inserts.stream().keysAndPayloads()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    public void anExplicitHashKeyChoosesTheShard() {
        String table = inserts.table(
                "n INT, hash STRING",
                " ROW FORMAT DELIMITED FIELDS TERMINATED BY ','",
                "'kinesis.write.explicit.hash.key.column'='hash'");
        hive.run("INSERT INTO " + table + " SELECT n, '340282366920938463463374607431768211455', " + Inserts.NO_METADATA
                + " FROM insert_source");
        assertThat(hive.run("SELECT `__shard_id`, count(*) FROM " + table + " GROUP BY `__shard_id`"))
                .containsExactly("shardId-000000000002|20");
        assertThat(hive.refusal(
                        "INSERT INTO " + table + " SELECT n, 'abc', " + Inserts.NO_METADATA + " FROM insert_source"))
                .isNotEmpty();
        assertThat(inserts.stream().records()).hasSize(20);
    }

    @Test
    public void tenThousandRowsAreReadBackExactly() {
        String table = inserts.table(
                "n INT, text STRING, d DECIMAL(10,2)", " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe'");
        hive.run("CREATE TABLE ten_thousand AS SELECT n, CONCAT('\"text\" ', n % 7, ',', n, '\\t', n % 3) AS text,"
                + " CAST(n / 3 AS DECIMAL(10,2)) AS d"
                + " FROM (SELECT posexplode(split(space(9999), ' ')) AS (n, nothing)) s");
        assertThat(hive.run("SELECT count(*), count(DISTINCT n) FROM ten_thousand"))
                .containsExactly("10000|10000");

        hive.run("INSERT INTO " + table + " SELECT n, text, d, " + Inserts.NO_METADATA + " FROM ten_thousand");

        assertThat(hive.run("SELECT count(*) FROM " + table + " s JOIN ten_thousand t"
                        + " ON s.n = t.n AND s.text = t.text AND s.d = t.d"))
                .containsExactly("10000");
        assertThat(hive.run("SELECT count(*) FROM " + table)).containsExactly("10000");
    }

    @Test
    public void twoStreamsAndAnOrdinaryTableInOneStatement() {
        TestStream other = TestStream.create(1);
        String first = inserts.csv();
        String second = inserts.csv();
        hive.run("ALTER TABLE " + second + " SET TBLPROPERTIES ('kinesis.stream.name'='" + other.name() + "')");
        hive.run("CREATE TABLE insert_counts (word STRING, many BIGINT)");
        inserts.onBothEngines(() -> {
            hive.run("FROM insert_source"
                    + " INSERT INTO TABLE " + first + " SELECT n, word, " + Inserts.NO_METADATA + " WHERE n < 7"
                    + " INSERT INTO TABLE " + second + " SELECT n, word, " + Inserts.NO_METADATA + " WHERE n >= 7"
                    + " INSERT OVERWRITE TABLE insert_counts SELECT word, count(*) GROUP BY word");
            assertThat(hive.run("SELECT sum(many) FROM insert_counts")).containsExactly("20");
        });
        List<String> low = new ArrayList<>(Inserts.rows().subList(0, 7));
        low.addAll(Inserts.rows().subList(0, 7));
        List<String> high = new ArrayList<>(Inserts.rows().subList(7, 20));
        high.addAll(Inserts.rows().subList(7, 20));
        assertThat(inserts.stream().payloads()).containsExactlyInAnyOrderElementsOf(low);
        assertThat(other.payloads()).containsExactlyInAnyOrderElementsOf(high);
    }

    @Test
    public void oneTableTwiceInOneStatementIsRefusedByHive() {
        String table = inserts.csv();
        assertThat(hive.refusal("FROM insert_source"
                        + " INSERT INTO TABLE " + table + " SELECT n, word, " + Inserts.NO_METADATA + " WHERE n < 7"
                        + " INSERT INTO TABLE " + table + " SELECT n, word, " + Inserts.NO_METADATA + " WHERE n >= 7"))
                .contains("The same output cannot be present multiple times");
        assertThat(inserts.stream().records()).isEmpty();
    }

    @Test
    public void whatCannotBeWrittenIsTold() {
        String table = inserts.csv();
        assertThat(hive.refusal("INSERT OVERWRITE TABLE " + table + Inserts.ALL_ROWS))
                .contains("INSERT OVERWRITE of a stream has no meaning");
        hive.set("kinesis.write.partition.key.column", "wrod");
        assertThat(hive.refusal("INSERT INTO " + table + Inserts.ALL_ROWS))
                .contains("names 'wrod', which is no column of the table; it has [n, word]");
        hive.set("kinesis.write.partition.key.column", "word");
        assertThat(hive.refusal("INSERT INTO " + table + " SELECT 1, '', " + Inserts.NO_METADATA))
                .isNotEmpty();
        assertThat(inserts.stream().records()).isEmpty();
    }

    @Test
    public void explainPublishesNothing() {
        inserts.stageInFolder();
        String table = inserts.csv();
        String insert = "INSERT INTO " + table + Inserts.ALL_ROWS;
        assertThat(hive.run("EXPLAIN " + insert)).isNotEmpty();
        inserts.onBothEngines(() -> assertThat(String.join(" ", hive.run("EXPLAIN ANALYZE " + insert)))
                .contains("TableScan"));
        assertThat(inserts.stream().records()).isEmpty();
        assertThat(inserts.staged()).as("what was staged").isEmpty();
    }

    @Test
    public void aPreparedStatementPublishesEachTime() {
        hive.run("PREPARE copying FROM INSERT INTO " + inserts.csv() + " SELECT n, word, " + Inserts.NO_METADATA
                + " FROM insert_source WHERE n < ?");
        hive.run("EXECUTE copying USING 1");
        hive.run("EXECUTE copying USING 2");
        assertThat(inserts.stream().payloads()).containsExactlyInAnyOrder("0,w0", "0,w0", "1,w1");
    }
}
