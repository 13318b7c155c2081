package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Iterations in queries: what each one reads, when it is committed, and that a query sees one plan. */
public class IterationTest {
    private static HiveSession hive;

    private TestStream stream;
    private String table;

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
        hive.set("kinesis.checkpoint.enabled", "true");
        hive.set("kinesis.checkpoint.metastore.table.name", "iterations");
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    @Before
    public void newStream() {
        stream = TestStream.create(3);
        table = tableOn(stream);
        hive.set("kinesis.checkpoint.logical.name", "reader-" + UUID.randomUUID());
        hive.set("kinesis.checkpoint.iteration.no", "0");
    }

    private static String tableOn(TestStream stream) {
        String table = "t" + UUID.randomUUID().toString().replace("-", "");
        hive.run("CREATE EXTERNAL TABLE " + table + " (word STRING)"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name'='" + stream.name() + "')");
        return table;
    }

    private static List<String> words(String prefix, int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(prefix + i);
        }
        return words;
    }

    private List<String> iteration(Object number) {
        hive.set("kinesis.checkpoint.iteration.no", number.toString());
        return hive.run("SELECT word FROM " + table);
    }

    @Test
    public void eachIterationReadsWhatIsNewAndARerunTheSame() {
        stream.put(words("a", 50));
        assertThat(iteration(0)).containsExactlyInAnyOrderElementsOf(words("a", 50));
        stream.put(words("b", 20));
        stream.reshard();
        stream.put(words("c", 30));
        List<String> both = new ArrayList<>(words("b", 20));
        both.addAll(words("c", 30));
        assertThat(iteration(1)).containsExactlyInAnyOrderElementsOf(both);
        stream.put(words("d", 5));
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(iteration(0)).as(engine).containsExactlyInAnyOrderElementsOf(words("a", 50));
            assertThat(iteration(1)).as(engine).containsExactlyInAnyOrderElementsOf(both);
        }
        hive.set("kinesis.checkpoint.iteration.no", "7");
        assertThat(hive.refusal("SELECT word FROM " + table)).contains("iteration 7", "Ask for one of these again");
    }

    @Test
    public void nextMovesOnOnlyAfterAQueryThatEndedWell() {
        stream.put(List.of("one"));
        hive.set("kinesis.checkpoint.iteration.no", "next");
        hive.refusal("SELECT assert_true(word = 'two') FROM " + table);
        stream.put(List.of("two"));
        assertThat(iteration("next")).containsExactly("one");
        assertThat(iteration("next")).containsExactly("two");
        assertThat(iteration("next")).isEmpty();
        assertThat(iteration("latest")).isEmpty();
        assertThat(iteration(1)).containsExactly("two");
    }

    @Test
    public void theHandlerCommitsByItselfWhateverHooksAreSet() {
        stream.put(List.of("one"));
        for (String hooks : List.of("", "io.millrace.hive.IterationHook")) {
            for (String engine : List.of("mr", "tez")) {
                try (HiveSession other = nextOf("reader-" + UUID.randomUUID())) {
                    other.set("hive.exec.post.hooks", hooks)
                            .set("hive.exec.failure.hooks", hooks)
                            .set("hive.execution.engine", engine);
                    other.refusal("SELECT assert_true(word = 'two') FROM " + table);
                    assertThat(other.run("SELECT word FROM " + table)).containsExactly("one");
                    assertThat(other.run("SELECT word FROM " + table)).isEmpty();
                }
            }
        }
    }

    private static HiveSession nextOf(String reader) {
        return LocalHive.session()
                .set("kinesis.checkpoint.enabled", "true")
                .set("kinesis.checkpoint.metastore.table.name", "iterations")
                .set("kinesis.checkpoint.logical.name", reader)
                .set("kinesis.checkpoint.iteration.no", "next");
    }

    @Test
    public void nextIsRefusedWhereHiveReadsWithoutAJob() {
        try (HiveSession other = nextOf("nobody")) {
            other.set("hive.fetch.task.conversion", "more").set("hive.fetch.task.conversion.threshold", "-1");
            assertThat(other.refusal("SELECT word FROM " + table)).contains("SET hive.fetch.task.conversion=none");
        }
    }

    @Test
    public void whatAStatementWritesIsThereBeforeTheIterationIsCommitted() {
        String copy = "copy_" + table;
        hive.run("CREATE TABLE " + copy + " (word STRING)");
        hive.set("kinesis.checkpoint.iteration.no", "next");
        List<String> all = new ArrayList<>();
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            stream.put(words(engine, 4));
            all.addAll(words(engine, 4));
            hive.run("INSERT INTO TABLE " + copy + " SELECT word FROM " + table);
            assertThat(hive.run("SELECT word FROM " + copy)).containsExactlyInAnyOrderElementsOf(all);
        }
        stream.put(List.of("last"));
        hive.run("CREATE TABLE as_" + copy + " AS SELECT word FROM " + table);
        assertThat(hive.run("SELECT word FROM as_" + copy)).containsExactly("last");
        assertThat(iteration("next")).isEmpty();
    }

    @Test
    public void allReadsOfATableInAQuerySeeOnePlan() {
        stream.put(words("a", 10));
        hive.set("kinesis.checkpoint.iteration.no", "next");
        String union =
                "SELECT count(*) FROM (SELECT word FROM " + table + " UNION ALL SELECT word FROM " + table + ") u";
        assertThat(hive.run(union)).containsExactly("20");
        stream.put(words("b", 4));
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            stream.put(words(engine, 3));
            hive.set("kinesis.checkpoint.iteration.no", "next");
            assertThat(hive.run("SELECT count(*) FROM " + table + " a JOIN " + table
                            + " b ON a.`__sequence_number` = b.`__sequence_number`"))
                    .as(engine)
                    .containsExactly(engine.equals("mr") ? "7" : "3");
        }
    }

    @Test
    public void streamsAreJoinedOnOneIteration() {
        TestStream other = TestStream.create(2);
        String second = tableOn(other);
        stream.put(words("a", 10));
        other.put(words("a", 7));
        String join = "SELECT count(*) FROM " + table + " l JOIN " + second + " r ON l.word = r.word";
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            hive.set("kinesis.checkpoint.iteration.no", "0");
            assertThat(hive.run(join)).as(engine).containsExactly("7");
            other.put(words("a", 10));
        }
        hive.set("kinesis.checkpoint.iteration.no", "next");
        assertThat(hive.run("SELECT count(*) FROM " + second + " UNION ALL SELECT count(*) FROM " + table))
                .containsExactlyInAnyOrder("20", "0");
    }

    @Test
    public void explainAnalyzeLeavesTheIterationToTheNextQuery() {
        hive.set("kinesis.checkpoint.iteration.no", "next");
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            stream.put(words(engine, 4));
            assertThat(String.join(" ", hive.run("EXPLAIN ANALYZE SELECT word FROM " + table)))
                    .as(engine)
                    .containsPattern("TableScan");
            stream.put(List.of("later"));
            assertThat(iteration("next")).as(engine).containsExactlyInAnyOrderElementsOf(words(engine, 4));
            assertThat(iteration("next")).as(engine).containsExactly("later");
        }
    }

    @Test
    public void aPreparedStatementReadsTheNextIterationEachTime() {
        hive.set("kinesis.checkpoint.iteration.no", "next");
        hive.run("PREPARE words FROM SELECT word FROM " + table + " WHERE word <> ?");
        for (String word : List.of("one", "two")) {
            stream.put(List.of(word, "none"));
            assertThat(hive.run("EXECUTE words USING 'none'")).containsExactly(word);
        }
        assertThat(iteration("next")).isEmpty();
    }

    @Test
    public void anInputFormatOfHiveThatWouldReadNothingIsRefused() {
        stream.put(List.of("one"));
        hive.set("kinesis.checkpoint.iteration.no", "next");
        for (String engine : List.of("mr", "tez")) {
            try (HiveSession other = nextOf("reader-" + UUID.randomUUID())) {
                other.set("hive.execution.engine", engine);
                String setting = engine.equals("tez") ? "hive.tez.input.format" : "hive.input.format";
                other.set(setting, "org.apache.hadoop.hive.ql.io.BucketizedHiveInputFormat");
                assertThat(other.refusal("SELECT word FROM " + table))
                        .as(engine)
                        .contains("would read no row", "SET " + setting);
                other.set(setting, "org.apache.hadoop.hive.ql.io.HiveInputFormat");
                assertThat(other.run("SELECT word FROM " + table)).as(engine).containsExactly("one");
            }
        }
    }

    @Test
    public void nextIsRefusedWhereNobodyWouldCommitIt() {
        hive.set("kinesis.checkpoint.iteration.no", "next");
        assertThat(hive.refusal("ANALYZE TABLE " + table + " COMPUTE STATISTICS FOR COLUMNS"))
                .contains("is next", "set a number");
    }

    @Test
    public void explainPlansNothing() {
        stream.put(words("a", 3));
        hive.run("EXPLAIN SELECT word FROM " + table);
        stream.put(words("b", 3));
        assertThat(iteration(0)).hasSize(6);
    }
}
