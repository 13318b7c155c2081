package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import java.util.List;
import java.util.UUID;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** The number of the iteration as a value in a query. */
public class IterationNumberFunctionTest {
    private static HiveSession hive;

    private final TestStream stream = TestStream.create(1);
    private final String table = "t" + UUID.randomUUID().toString().replace("-", "");

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
        hive.run("CREATE TEMPORARY FUNCTION iteration_number AS 'io.millrace.hive.IterationNumberFunction'");
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    @Before
    public void makeTable() {
        hive.run("CREATE EXTERNAL TABLE " + table + " (word STRING) STORED BY"
                + " 'io.millrace.hive.KinesisStorageHandler' TBLPROPERTIES ('kinesis.stream.name'='" + stream.name()
                + "')");
        hive.set("kinesis.checkpoint.enabled", "true")
                .set("kinesis.checkpoint.metastore.table.name", "iterations")
                .set("kinesis.checkpoint.logical.name", "reader-" + UUID.randomUUID())
                .set("kinesis.checkpoint.iteration.no", "next");
    }

    @Test
    public void aPartitionIsNamedByTheIterationOnBothEngines() {
        hive.run("CREATE TABLE words_" + table + " (word STRING) PARTITIONED BY (iteration BIGINT)");
        hive.set("hive.exec.dynamic.partition.mode", "nonstrict");
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            stream.put(List.of(engine));
            hive.run("INSERT OVERWRITE TABLE words_" + table + " PARTITION (iteration) SELECT word, iteration_number()"
                    + " FROM " + table);
        }
        hive.set("kinesis.checkpoint.enabled", "false");
        assertThat(hive.run("SELECT * FROM words_" + table)).containsExactlyInAnyOrder("mr|0", "tez|1");
    }

    @Test
    public void itFailsWhereThereIsNotOneNumber() {
        stream.put(List.of("one"));
        hive.set("kinesis.checkpoint.enabled", "false");
        assertThat(hive.refusal("SELECT word, iteration_number() FROM " + table))
                .contains("reads no iteration");
        assertThat(hive.refusal("SELECT iteration_number(word) FROM " + table)).contains("takes no arguments");
    }
}
