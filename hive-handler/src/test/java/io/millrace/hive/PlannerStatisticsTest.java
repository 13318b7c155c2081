package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** What Hive's planner makes of the size of streams. */
public class PlannerStatisticsTest {
    private static HiveSession hive;
    private static TestStream stream;
    private static TestStream larger;

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
        stream = TestStream.create(2);
        stream.put(lines(300));
        larger = TestStream.create(2);
        larger.put(lines(1500));
        table("sized", stream);
        table("larger", larger);
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    /** 100 bytes each. */
    private static List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("%0100d", i))
                .toList();
    }

    private static void table(String name, TestStream of) {
        hive.run("CREATE EXTERNAL TABLE " + name + " (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name'='" + of.name() + "')");
    }

    private static String explain(String sql) {
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
        hive.set("hive.auto.convert.join.noconditionaltask.size", "10000000");
    }
}
