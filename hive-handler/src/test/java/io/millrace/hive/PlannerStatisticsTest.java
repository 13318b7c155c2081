package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** What Hive's planner makes of the size of streams. */
public class PlannerStatisticsTest {
    private static TestStream stream;

    private HiveSession hive;

    @BeforeClass
    public static void tables() {
        stream = TestStream.create(2);
        stream.put(lines(300));
        TestStream larger = TestStream.create(2);
        larger.put(lines(1500));
        try (HiveSession hive = LocalHive.session()) {
            table(hive, "sized", stream);
            table(hive, "larger", larger);
        }
    }

    @Before
    public void open() {
        hive = LocalHive.session();
    }

    @After
    public void close() {
        hive.close();
    }

    /** 100 bytes each. */
    private static List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("%0100d", i))
                .toList();
    }

    private static void table(HiveSession hive, String name, TestStream of) {
        hive.run("CREATE EXTERNAL TABLE " + name + " (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name'='" + of.name() + "')");
    }

    private String explain(String sql) {
        return String.join("\n", hive.run("EXPLAIN " + sql));
    }

    @Test
    public void thePlannerKnowsHowManyRowsThereAreAndTheStreamIsReadAllTheSame() {
        assertThat(explain("SELECT line FROM sized")).contains("TableScan [TS_0] (rows=300 ");
        stream.put(lines(40));
        assertThat(hive.run("SELECT count(*) FROM sized"))
                .as("an estimate answers no query")
                .containsExactly("340");
    }

    @Test
    public void onlyASmallSideGoesToEachTaskOfAJoin() {
        String join = "SELECT count(*) FROM sized s JOIN larger l ON s.line = l.line";
        assertThat(explain(join)).contains("Map Join Operator");
        hive.set("hive.auto.convert.join.noconditionaltask.size", "10000");
        hive.set("hive.auto.convert.join.shuffle.max.size", "10000");
        assertThat(explain(join)).doesNotContain("Map Join Operator");
    }

    /** The plan of such a join has a Bloom filter in it, which Hive can send to tasks only if the JDK's java.io is open to it. */
    @Test
    public void aLargeSideIsFilteredByTheKeysOfASmallOne() {
        String join = "SELECT count(*) FROM larger l JOIN larger few ON l.line = few.line WHERE"
                + " few.`__partition_key` < '" + lines(8).get(7) + "' AND l.`__partition_key` > ''";
        hive.set("hive.auto.convert.join", "false")
                .set("hive.tez.bigtable.minsize.semijoin.reduction", "1")
                .set("hive.tez.min.bloom.filter.entries", "1")
                .set("hive.tez.dynamic.semijoin.reduction.threshold", "-1000")
                .set("hive.explain.user", "false");
        assertThat(explain(join)).contains("bloom_filter");
        assertThat(hive.run(join)).containsExactly("7");
    }

    @Test
    public void engineMrTakesAsManyReducersAsTheStreamIsLarge() {
        hive.set("hive.execution.engine", "mr");
        // The stream has 150,000 bytes; each reducer writes a file.
        hive.set("hive.exec.reducers.bytes.per.reducer", "60000");
        hive.set("hive.exec.reducers.max", "5");
        hive.run("CREATE TABLE counted AS SELECT line, count(*) AS many FROM larger GROUP BY line");
        assertThat(hive.run("SELECT count(DISTINCT INPUT__FILE__NAME), sum(many) FROM counted"))
                .containsExactly("3|1500");
    }

    @Test
    public void engineMrSendsASmallStreamToEachTaskOfAJoin() {
        hive.set("hive.execution.engine", "mr");
        String join = "SELECT count(DISTINCT s.line), max(s.line) FROM sized s JOIN larger l ON s.line = l.line";
        assertThat(explain(join)).contains("Map Reduce Local Work");
        assertThat(hive.run(join)).containsExactly("300|" + lines(300).get(299));
        hive.set("hive.auto.convert.join.noconditionaltask.size", "10000");
        hive.set("hive.mapjoin.smalltable.filesize", "10000");
        assertThat(explain(join)).doesNotContain("Map Reduce Local Work");
        assertThat(hive.run(join)).containsExactly("300|" + lines(300).get(299));
    }
}
