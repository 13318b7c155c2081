package io.millrace.pig;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pig.ExecType;
import org.apache.pig.PigServer;
import org.apache.pig.backend.executionengine.ExecException;
import org.apache.pig.data.Tuple;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** FILTERs on metadata fields, on a stream with reshards: what they find, and which shards are not read for it. */
public class PushdownTest {
    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private static FaultProxy proxy;
    private static TestStream stream;
    private static List<Acknowledged> records;
    private static PigServer pig;
    private static long wholeCalls;

    @BeforeClass
    public static void start() throws IOException {
        proxy = FaultProxy.before(LocalServices.get().streams());
        stream = TestStream.create(4);
        Random random = new Random(7);
        records = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            records.addAll(stream.put(
                    Stream.generate(() -> "key " + random.nextInt(30)).limit(40).toList()));
            stream.reshard();
        }
        Properties properties = new Properties();
        properties.setProperty("pig.temp.dir", TEMP.newFolder().toString());
        pig = new PigServer(ExecType.LOCAL, properties);
        pig.registerQuery(
                "records = LOAD '" + stream.name() + "' USING io.millrace.pig.KinesisStreamLoader("
                        + "'kinesis.endpoint.url=" + proxy.endpoint()
                        + "', 'kinesis.endpoint.region=us-east-1', 'kinesis.accessKey=test', 'kinesis.secretKey=test')"
                        + " AS (line:chararray, kinesis_partition_key, kinesis_shard_id, kinesis_sequence_number, kinesis_timestamp);");
        assertThat(find("line MATCHES '.*'")).hasSameSizeAs(records);
        wholeCalls = calls();
    }

    @AfterClass
    public static void stop() {
        pig.shutdown();
        proxy.close();
    }

    private static List<String> find(String condition) throws IOException {
        proxy.heal();
        pig.registerQuery("found = FILTER records BY " + condition + ";");
        pig.registerQuery("numbers = FOREACH found GENERATE kinesis_sequence_number;");
        List<String> numbers = new ArrayList<>();
        for (Iterator<Tuple> tuples = pig.openIterator("numbers"); tuples.hasNext(); ) {
            numbers.add((String) tuples.next().get(0));
        }
        return numbers;
    }

    private static long calls() {
        return proxy.operations().stream()
                .filter(operation -> operation.equals("GetRecords") || operation.equals("GetShardIterator"))
                .count();
    }

    private static void findsByFewerCalls(String condition, Predicate<Acknowledged> matches) throws IOException {
        finds(condition, matches);
        assertThat(calls()).as(condition).isLessThan(wholeCalls);
    }

    private static void finds(String condition, Predicate<Acknowledged> matches) throws IOException {
        assertThat(find(condition))
                .as(condition)
                .containsExactlyInAnyOrderElementsOf(records.stream()
                        .filter(matches)
                        .map(record -> record.sequenceNumber().toString())
                        .toList());
    }

    @Test
    public void aPartitionKeyLeavesItsShards() throws IOException {
        findsByFewerCalls(
                "kinesis_partition_key == 'key 1'", record -> record.data().equals("key 1"));
        findsByFewerCalls(
                "(kinesis_partition_key == 'key 1' OR 'key 4' == kinesis_partition_key) AND line MATCHES '.*4'",
                record -> record.data().equals("key 4"));
    }

    @Test
    public void aShardIdLeavesTheShards() throws IOException {
        String shard = records.get(0).shard();
        findsByFewerCalls(
                "kinesis_shard_id == '" + shard + "'", record -> record.shard().equals(shard));
        findsByFewerCalls(
                "kinesis_shard_id > '" + shard + "' AND kinesis_shard_id <= 'shardId-000000000004'",
                record -> record.shard().compareTo(shard) > 0 && record.shard().compareTo("shardId-000000000004") <= 0);
    }

    @Test
    public void aSequenceNumberLeavesItsPlace() throws IOException {
        String number = records.get(50).sequenceNumber().toString();
        findsByFewerCalls(
                "kinesis_sequence_number == '" + number + "'",
                record -> record.sequenceNumber().toString().equals(number));
    }

    @Test
    public void aTimeLeavesWhatArrivedThen() throws IOException {
        finds("kinesis_timestamp < 1000", record -> false);
        finds("kinesis_timestamp > 1000L", record -> true);
    }

    @Test
    public void oneFilterLeavesNothingBehindForTheNextQuery() throws IOException {
        findsByFewerCalls("kinesis_shard_id == 'none'", record -> false);
        finds("line MATCHES '.*'", record -> true);
        findsByFewerCalls("kinesis_shard_id == 'none'", record -> false);

        pig.registerQuery("sizes = FOREACH (GROUP records ALL) GENERATE COUNT(records);");
        assertThat(pig.openIterator("sizes").next().get(0)).isEqualTo((long) records.size());
    }

    @Test
    public void whatIsNotCertainIsLeftToPig() throws IOException {
        finds(
                "kinesis_partition_key == 'key 1' OR line == 'key 7'",
                record -> record.data().equals("key 1") || record.data().equals("key 7"));
        finds(
                "NOT (kinesis_partition_key == 'key 1') AND UPPER(kinesis_partition_key) == 'KEY 3'",
                record -> record.data().equals("key 3"));
    }

    /** Whatever a script takes of an iteration: what it has left there is not read again by the next one. */
    @Test
    public void anIterationIsPlannedAndCommittedWhole() throws IOException {
        TestStream own = TestStream.create(3);
        String table = "iterations-" + UUID.randomUUID();
        own.put(List.of("one", "two"));
        assertThat(next(own, table, "kinesis_partition_key == 'one'")).containsExactly("one");
        own.put(List.of("three"));
        // No split is left of this one.
        assertThat(next(own, table, "kinesis_shard_id == 'none'")).isEmpty();
        own.put(List.of("four"));

        assertThat(next(own, table, "line MATCHES '.*'")).containsExactly("four");
    }

    private static List<String> next(TestStream of, String table, String condition) throws IOException {
        return PigScript.run(
                        TEMP.newFolder(),
                        "lines = " + PigScript.load(of)
                                + " AS (line:chararray, kinesis_partition_key, kinesis_shard_id);",
                        "found = FILTER lines BY " + condition + ";",
                        "result = FOREACH found GENERATE line;",
                        "set kinesis.checkpoint.enabled true;",
                        "set kinesis.checkpoint.metastore.table.name '" + table + "';",
                        "set kinesis.checkpoint.metastore.endpoint.url '"
                                + LocalServices.get().tables() + "';",
                        "set kinesis.checkpoint.logical.name pushdown;",
                        "set kinesis.checkpoint.iteration.no next;")
                .stream()
                .map(PushdownTest::first)
                .toList();
    }

    private static String first(Tuple tuple) {
        try {
            return (String) tuple.get(0);
        } catch (ExecException e) {
            throw new IllegalStateException(e);
        }
    }
}
