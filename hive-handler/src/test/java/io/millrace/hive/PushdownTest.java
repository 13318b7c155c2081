package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Conditions on metadata columns, on a stream with reshards: the rows are those that the query answers without pushdown,
 * and the calls that are saved are counted at a proxy.
 */
public class PushdownTest {
    private static final String COLUMNS = "line, `__partition_key`, `__shard_id`, `__sequence_number`, `__timestamp`";
    private static final int COLUMN_COUNT = 5;

    private static HiveSession hive;
    private static FaultProxy proxy;
    private static TestStream stream;
    private static List<Acknowledged> records;

    @BeforeClass
    public static void start() {
        proxy = FaultProxy.before(LocalServices.get().streams());
        hive = LocalHive.session();
        // Answered without a job, within a second: the engines have tests of their own below.
        hive.set("hive.fetch.task.conversion", "more").set("hive.fetch.task.conversion.threshold", "-1");
        // Else Hive refuses to compare numbers with texts and doubles.
        hive.set("hive.strict.checks.type.safety", "false");
        stream = TestStream.create(4);
        Random random = new Random(7);
        records = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            records.addAll(stream.put(
                    Stream.generate(() -> "key " + random.nextInt(30)).limit(40).toList()));
            stream.reshard();
        }
        records.addAll(stream.put(List.of("key 1", "key 2", "key 3")));
        table("pushed", stream);
    }

    @AfterClass
    public static void stop() {
        hive.close();
        proxy.close();
    }

    private static String table(String name, TestStream of) {
        hive.run("CREATE EXTERNAL TABLE " + name + " (line STRING) STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name'='" + of.name() + "', 'kinesis.endpoint.url'='"
                + proxy.endpoint() + "')");
        return name;
    }

    /** Rows of a query, and the calls that it made for records and iterators. */
    private record Answer(List<String> rows, long calls) {}

    private static Answer ask(String sql, boolean pushdown) {
        hive.set("hive.optimize.ppd.storage", Boolean.toString(pushdown));
        Answer answer = run(sql);
        if (calls("ListShards") > 1) {
            // How large the stream is, the planner asks when a minute has gone, besides planning: not twice in a row.
            answer = run(sql);
        }
        hive.set("hive.optimize.ppd.storage", "true");
        return answer;
    }

    private static Answer run(String sql) {
        proxy.heal();
        List<String> rows = hive.run(sql);
        return new Answer(rows.stream().sorted().toList(), calls("GetRecords") + calls("GetShardIterator"));
    }

    private static long calls(String operation) {
        return proxy.operations().stream().filter(operation::equals).count();
    }

    /**
     * Asks for each condition's rows. They must be those for which it is true where all stand side by side as columns,
     * which pushes nothing.
     *
     * @param fewer whether each must take fewer calls than reading all
     */
    private static List<Answer> ask(List<String> conditions, boolean fewer) {
        Answer whole = ask("SELECT " + COLUMNS + ", " + String.join(", ", conditions) + " FROM pushed", true);
        assertThat(whole.rows()).hasSize(records.size());
        List<Answer> answers = new ArrayList<>();
        for (String condition : conditions) {
            int column = COLUMN_COUNT + answers.size();
            List<String> expected = whole.rows().stream()
                    .map(row -> List.of(row.split("\\|", -1)))
                    .filter(values -> values.get(column).equals("true"))
                    .map(values -> String.join("|", values.subList(0, COLUMN_COUNT)))
                    .toList();
            Answer pushed = ask(where(condition), true);
            assertThat(pushed.rows()).as(condition).isEqualTo(expected);
            if (fewer) {
                assertThat(pushed.calls()).as(condition).isLessThan(whole.calls());
            }
            answers.add(pushed);
        }
        return answers;
    }

    private static List<Answer> sameWithFewerCalls(String... conditions) {
        return ask(List.of(conditions), true);
    }

    private static void same(String... conditions) {
        ask(List.of(conditions), false);
    }

    private static String where(String condition) {
        return "SELECT " + COLUMNS + " FROM pushed WHERE " + condition;
    }

    private static String shard(int index) {
        return "'" + records.get(index).shard() + "'";
    }

    private static long countOf(String line) {
        return records.stream().filter(record -> record.data().equals(line)).count();
    }

    private static String number(int index) {
        return "'" + records.get(index).sequenceNumber() + "'";
    }

    @Test
    public void aPartitionKeyLeavesItsShards() {
        List<Answer> answers = sameWithFewerCalls(
                "`__partition_key` = 'key 1'",
                "'key 2' = `__partition_key`",
                "`__partition_key` IN ('key 1', 'no such key')",
                "`__partition_key` = 'key 1' OR `__partition_key` = 'key 4'",
                "`__partition_key` = 'key 1' AND line LIKE '%1'",
                "NOT (`__partition_key` <> 'key 5')");
        assertThat(answers.get(0).rows()).hasSize((int) countOf("key 1"));
        same(
                "`__partition_key` = 'key 1' AND `__partition_key` = 'key 2'",
                "`__partition_key` = 'key 1' OR line = 'key 7'",
                "`__partition_key` > 'key 2'",
                "`__partition_key` <> 'key 2'",
                "upper(`__partition_key`) = 'KEY 2'");
    }

    @Test
    public void aShardIdLeavesTheShards() {
        List<Answer> answers = sameWithFewerCalls(
                "`__shard_id` = 'another'",
                "`__shard_id` = " + shard(0),
                "`__shard_id` <> " + shard(0),
                "`__shard_id` IN (" + shard(0) + ", " + shard(1) + ")",
                "`__shard_id` NOT IN (" + shard(0) + ", " + shard(1) + ")",
                "`__shard_id` < 'shardId-000000000002'",
                "`__shard_id` <= 'shardId-000000000002'",
                "'shardId-000000000002' < `__shard_id`",
                "`__shard_id` >= 'shardId-000000000002'",
                "`__shard_id` BETWEEN 'shardId-000000000001' AND 'shardId-000000000002'",
                "`__shard_id` NOT BETWEEN 'shardId-000000000001' AND 'shardId-000000000002'",
                "`__shard_id` = " + shard(0) + " OR `__partition_key` = 'key 3'");
        assertThat(answers.get(0).calls()).isZero();
    }

    @Test
    public void aSequenceNumberLeavesItsPlace() {
        int last = records.size() - 1;
        // Of different shards, so that neither need be the greater.
        List<String> bounds = Stream.of(number(41), number(42)).sorted().toList();
        List<Answer> answers = sameWithFewerCalls(
                "`__sequence_number` = " + number(50),
                "`__sequence_number` = 'none'",
                "`__sequence_number` IN (" + number(5) + ", " + number(60) + ")",
                "`__sequence_number` > " + number(last - 1),
                "`__sequence_number` >= " + number(last),
                "`__sequence_number` < " + number(1),
                "`__sequence_number` <= " + number(1),
                "`__sequence_number` BETWEEN " + bounds.get(0) + " AND " + bounds.get(1),
                "cast(`__sequence_number` AS DOUBLE) < cast(" + number(1) + " AS DOUBLE)");
        assertThat(answers.get(0).rows()).hasSize(1);
        assertThat(answers.get(1).rows()).isEmpty();
        // Compared as texts, these are greater or less than every sequence number.
        same(
                "`__sequence_number` > '9'",
                "`__sequence_number` < '9'",
                "`__sequence_number` >= 'x'",
                "`__sequence_number` > 100");
    }

    @Test
    public void aTimeLeavesWhatArrivedAboutThen() {
        List<Long> times = hive.run("SELECT `__timestamp` FROM pushed").stream()
                .map(Long::valueOf)
                .sorted(Comparator.naturalOrder())
                .toList();
        long middle = times.get(times.size() / 2);
        same(
                "`__timestamp` = " + middle,
                "`__timestamp` < " + middle,
                "`__timestamp` <= " + middle,
                "`__timestamp` > " + middle,
                middle + " <= `__timestamp`",
                "`__timestamp` BETWEEN " + middle + " AND " + (middle + 20),
                "`__timestamp` NOT BETWEEN " + middle + " AND " + (middle + 20),
                "`__timestamp` IN (" + middle + ", " + times.get(0) + ")",
                "`__timestamp` > " + middle + ".5",
                "`__timestamp` > " + middle + ".5D",
                "cast(`__timestamp` AS DOUBLE) <= " + middle,
                "cast(`__timestamp` AS DECIMAL(20, 2)) >= " + middle,
                "cast(`__timestamp` AS INT) > 0",
                "cast(`__timestamp` AS STRING) > '" + middle + "'",
                "`__timestamp` > '" + middle + "'",
                "`__timestamp` < " + middle + " AND `__partition_key` = 'key 1'",
                "`__timestamp` < " + middle + " OR `__partition_key` = 'key 1'",
                "(`__timestamp` < " + times.get(10) + " OR `__timestamp` > " + middle + ") AND line <> 'key 2'");
        long later = times.get(times.size() - 1) + 3_600_000;
        assertThat(ask(where("`__timestamp` > " + later), true).rows()).isEmpty();
    }

    @Test
    public void iterationsArePlannedWholeWhateverAQueryAsksFor() {
        hive.set("kinesis.checkpoint.enabled", "true");
        hive.set("kinesis.checkpoint.metastore.table.name", "iterations");
        hive.set("kinesis.checkpoint.logical.name", "reader-" + UUID.randomUUID());
        hive.set("kinesis.checkpoint.iteration.no", "0");
        try {
            assertThat(ask(where("`__partition_key` = 'key 1'"), true).rows()).isNotEmpty();
            assertThat(hive.run("SELECT count(*) FROM pushed")).containsExactly(Integer.toString(records.size()));
            sameWithFewerCalls("`__partition_key` = 'key 1'", "`__sequence_number` = " + number(50));
        } finally {
            hive.set("kinesis.checkpoint.enabled", "false");
        }
    }

    @Test
    public void scansOfOneTableWithDifferentConditionsDoNotTakeEachOthers() {
        TestStream another = TestStream.create(4);
        another.put(List.of("key 1", "key 2", "key 3", "key 8", "key 9"));
        String other = table("other_" + another.name(), another);
        Map<String, List<String>> rows = Map.of(
                "SELECT count(*) FROM pushed a JOIN pushed b ON a.`__sequence_number` = b.`__sequence_number`"
                        + " WHERE a.`__partition_key` = 'key 1'",
                List.of("" + countOf("key 1")),
                "SELECT line, count(*) FROM (SELECT line FROM pushed WHERE `__partition_key` = 'key 1' UNION ALL SELECT"
                        + " line FROM pushed WHERE `__partition_key` = 'key 2' UNION ALL SELECT line FROM " + other
                        + " WHERE `__partition_key` = 'key 3') u GROUP BY line",
                List.of("key 1|" + countOf("key 1"), "key 2|" + countOf("key 2"), "key 3|1"),
                "SELECT a.line, b.line, count(*) FROM pushed a JOIN " + other + " b ON a.line = b.line"
                        + " WHERE a.`__partition_key` IN ('key 1', 'key 9') GROUP BY a.line, b.line",
                List.of("key 1|key 1|" + countOf("key 1"), "key 9|key 9|" + countOf("key 9")),
                "SELECT count(*) FROM (SELECT line FROM " + other
                        + " WHERE `__partition_key` = 'key 8' UNION ALL SELECT"
                        + " line FROM pushed UNION ALL SELECT line FROM pushed WHERE `__shard_id` = " + shard(0)
                        + ") u",
                List.of(""
                        + (1
                                + records.size()
                                + records.stream()
                                        .filter(record -> record.shard()
                                                .equals(records.get(0).shard()))
                                        .count())));
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            rows.forEach((sql, expected) ->
                    assertThat(ask(sql, true).rows()).as(engine + ": " + sql).isEqualTo(expected));
        }
    }

    @Test
    public void aPartitionKeyOfAHundredShardsTakesAFiftiethOfTheCalls() {
        TestStream wide = TestStream.create(100);
        wide.put(Stream.iterate(0, i -> i + 1).limit(1000).map(i -> "key " + i).toList());
        String name = table("wide", wide);
        String sql = "SELECT line FROM " + name + " WHERE `__partition_key` = 'key 500'";
        Answer whole = ask(sql, false);
        Answer pushed = ask(sql, true);
        assertThat(pushed.rows()).isEqualTo(whole.rows()).containsExactly("key 500");
        assertThat(whole.calls()).as("whole; pushed: %s", pushed.calls()).isGreaterThanOrEqualTo(50 * pushed.calls());

        Answer limited = ask("SELECT line FROM " + name + " LIMIT 10", true);
        assertThat(limited.rows()).hasSize(10);
        assertThat(limited.calls()).as("planning takes two calls a shard").isLessThan(220);
    }

    @Test
    public void aConditionOfWhichNothingIsPushedIsPlannedOnceToo() {
        for (String engine : List.of("tez", "mr")) {
            hive.set("hive.execution.engine", engine);
            Answer all = ask("SELECT count(*) FROM pushed", true);
            Answer some = ask("SELECT count(*) FROM pushed WHERE line <> 'key 1'", true);
            assertThat(some.calls()).as(engine).isLessThanOrEqualTo(all.calls());
        }
        hive.set("hive.execution.engine", "tez");
    }

    @Test
    public void withoutTheOptionAPartitionKeyIsLookedForEverywhere() {
        String sql = where("`__partition_key` = 'key 1'");
        Answer with = ask(sql, true);
        hive.set("kinesis.pushdown.partition.key", "false");
        try {
            Answer without = ask(sql, true);
            assertThat(without.rows()).isEqualTo(with.rows());
            assertThat(without.calls()).isGreaterThan(with.calls());
        } finally {
            hive.set("kinesis.pushdown.partition.key", "true");
        }
    }

    @Test
    public void aStreamThatDistributesItsRecordsItselfIsReadWhole() {
        TestStream distributing = TestStream.distributing();
        distributing.put(Stream.generate(() -> "key 1").limit(40).toList());
        distributing.putWithoutKey("no key");
        String name = table("distributed", distributing);
        hive.set("hive.explain.user", "false");

        assertThat(ask("SELECT line FROM " + name + " WHERE `__partition_key` = 'key 1'", true)
                        .rows())
                .hasSize(40);
        assertThat(ask("SELECT line FROM " + name + " WHERE `__partition_key` IS NULL", true)
                        .rows())
                .containsExactly("no key");
        assertThat(String.join(
                        "\n",
                        hive.run("EXPLAIN SELECT line FROM " + name
                                + " WHERE `__partition_key` = 'key 1' AND `__shard_id` = 'shardId-000000000000'")))
                .contains(
                        "pushed.partition.keys not pushed: the stream distributes its records itself",
                        "pushed.shards 1 of 4");
    }

    @Test
    public void explainShowsWhatIsPushedAndWhatStays() {
        hive.set("hive.explain.user", "false");
        String plan = String.join(
                "\n",
                hive.run("EXPLAIN "
                        + where("`__shard_id` = " + shard(0)
                                + " AND `__timestamp` >= 1700000000000 AND line LIKE 'key%'")));
        assertThat(plan)
                .containsPattern("filterExpr: .*__shard_id = " + shard(0))
                .containsPattern("filterExpr: .*__timestamp >= 1700000000000L")
                .contains("pushed.shards 1 of ", "pushed.times 2023-11-14T22:13:20Z to any")
                .contains("predicate: ");
        assertThat(plan.substring(plan.indexOf("predicate: "))).contains("line like 'key%'");
        proxy.on("ListShards", Fault.error(500, "InternalFailure", "out of order"));
        assertThat(String.join("\n", hive.run("EXPLAIN " + where("`__shard_id` = " + shard(0)))))
                .contains("pushed.shards unknown: ", "out of order");
        proxy.heal();
        assertThat(String.join("\n", hive.run("EXPLAIN " + where("line = 'x'"))))
                .doesNotContain("pushed.shards");
    }
}
