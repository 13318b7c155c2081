package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Pig's scripts on HDFS and YARN by Tez, which loses task attempts and masters: each record arrives once, and each iteration is committed
 * once, or nothing of a script that fails.
 */
public class PigOnTez {
    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    @ClassRule
    public static final HadoopCluster CLUSTER = HadoopCluster.SHARED;

    private final TestStream stream = TestStream.create(2);
    private final TestStream copy = TestStream.create(2);
    private final String home = "/pig-" + UUID.randomUUID();
    private Path folder;
    private ClusterPig pig;
    private FaultyCommand faulty;

    @Before
    public void configure() throws IOException {
        folder = CLUSTER.siteFiles(TEMP.newFolder().toPath());
        pig = ClusterPig.tez(folder, CLUSTER);
        faulty = new FaultyCommand(folder);
    }

    /** The first script has a DAG of several vertices, of which two write what is united, and one that begins with what the other has stored. */
    @Test
    public void twoScriptsReadTwoIterationsAlthoughATaskDies() throws Exception {
        TestStream more = TestStream.create(1);
        stream.put(List.of("one", "two", "two"));
        more.put(List.of("three"));

        String printed = run(
                load("lines", stream),
                load("more", more),
                "counts = FOREACH (GROUP lines BY line) GENERATE group, COUNT(lines);",
                "both = UNION lines, more;",
                "STORE counts INTO '$output/counts';",
                "STORE both INTO '$output/both';",
                storeCopy("both"),
                "counted = LOAD '$output/counts' AS (line:chararray, number:int);",
                "STORE (ORDER counted BY line DESC) INTO '$output/sorted';");

        assertThat(printed).contains("DAG 1:").doesNotContain("disabling union optimization");
        assertThat(lines("counts")).containsExactlyInAnyOrder("one\t1", "two\t2");
        assertThat(lines("both")).containsExactlyInAnyOrder("one", "two", "two", "three");
        assertThat(lines("sorted")).containsExactly("two\t2", "one\t1");
        assertThat(copy.payloads()).containsExactlyInAnyOrder("one", "two", "two", "three");
        assertThat(iterations(stream)).containsExactly("0 COMMITTED");
        assertThat(iterations(more)).containsExactly("0 COMMITTED");

        List<String> next = new ArrayList<>(put(40));
        run(load("lines", stream), through(faulty.killsItsAttempt()), storeCopy("lines"));
        next.addAll(List.of("one", "two", "two", "three"));
        assertThat(copy.payloads()).containsExactlyInAnyOrderElementsOf(next);
        assertThat(iterations(stream)).containsExactlyInAnyOrder("0 COMMITTED", "1 COMMITTED");
    }

    /** As Tez is set by default, the history of half a minute is lost with a master: all tasks run again, as the same attempts. */
    @Test
    public void aSecondMasterBeginsAnewWithoutTheFirstOnesHistory() throws Exception {
        copiesAlthoughTheMasterIsKilled();
    }

    @Test
    public void aSecondMasterGoesOnByTheFirstOnesHistory() throws Exception {
        pig.set("tez.dag.recovery.max.unflushed.events", "1");
        copiesAlthoughTheMasterIsKilled();
    }

    private void copiesAlthoughTheMasterIsKilled() throws Exception {
        List<String> lines = put(40);
        JobClient.Running running =
                start(load("lines", stream), through(faulty.hangs()), storeCopy("lines"), storeFiles("lines"));
        faulty.awaitHanging(running);
        CLUSTER.killMasters(ProcessHandle::destroyForcibly);

        running.awaitSuccess();

        assertThat(copy.payloads()).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(lines("lines")).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(iterations(stream)).containsExactly("0 COMMITTED");
    }

    /** Such a master waits for a DAG until its time is out and ends well, and Tez's client takes the DAG for done. */
    @Test
    public void whenTheSecondMasterKnowsOfNoDagNoIterationIsCommitted() throws Exception {
        pig.set("tez.session.am.dag.submit.timeout.secs", "10");
        put(40);
        JobClient.Running running = start(load("lines", stream), through(faulty.hangs()), storeFiles("lines"));
        faulty.awaitHanging(running);
        CLUSTER.killMasters(ProcessHandle::destroyForcibly);
        for (FileStatus history : CLUSTER.fileSystem().globStatus(ClusterTez.HISTORIES)) {
            CLUSTER.fileSystem().delete(history.getPath(), true);
        }

        String printed = running.awaitEnd();

        assertThat(iterations(stream)).containsExactly("0 PLANNED");
        assertThat(running.process().exitValue()).isEqualTo(1);
        assertThat(printed).contains("nobody knows how a DAG has ended");
    }

    /** Pig takes no notice of a DAG's failure that was killed, and the one before has ended well. */
    @Test
    public void whenTheSecondDagIsKilledNothingIsPutAndNoIterationCommitted() throws Exception {
        put(40);
        JobClient.Running running = start(
                load("lines", stream),
                storeCopy("lines"),
                storeFiles("lines"),
                "lines = LOAD '$output/lines' AS (line:chararray);",
                through(faulty.hangs()),
                "STORE lines INTO '$output/again';");
        faulty.awaitHanging(running);
        CLUSTER.killApplications("TEZ");

        String printed = running.awaitEnd();

        assertThat(copy.payloads()).isEmpty();
        assertThat(iterations(stream)).containsExactly("0 PLANNED");
        assertThat(running.process().exitValue()).isEqualTo(1);
        assertThat(printed).contains("nothing is put into the script's streams");
    }

    private List<String> put(int count) {
        List<String> lines =
                IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
        stream.put(lines);
        return lines;
    }

    private static String load(String relation, TestStream from) {
        return relation + " = LOAD '" + from.name()
                + "' USING io.millrace.pig.KinesisStreamLoader() AS (line:chararray);";
    }

    private static String through(String command) {
        return "lines = STREAM lines THROUGH `" + command + "` AS (line:chararray);";
    }

    private String storeCopy(String relation) {
        return "STORE " + relation + " INTO '" + copy.name() + "' USING io.millrace.pig.KinesisStreamStorage();";
    }

    private static String storeFiles(String relation) {
        return "STORE " + relation + " INTO '$output/lines';";
    }

    private String run(String... statements) throws Exception {
        return start(statements).awaitSuccess();
    }

    private JobClient.Running start(String... statements) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "set kinesis.checkpoint.enabled true;",
                "set kinesis.checkpoint.metastore.table.name iterations;",
                "set kinesis.checkpoint.logical.name 'pig-on-tez';",
                "set kinesis.checkpoint.iteration.no next;"));
        all.addAll(List.of(statements));
        return pig.start(Files.write(folder.resolve("script.pig"), all).toString(), "output=" + home);
    }

    /** The numbers and states of what was planned of a stream. */
    private static List<String> iterations(TestStream stream) {
        try (CheckpointStore store =
                DynamoDbCheckpointStore.open(LocalServices.get().dynamoDb(), CheckpointTable.named("iterations"))) {
            return store.all().stream()
                    .filter(one -> one.stream().name().equals(stream.name()))
                    .map(one -> one.key().number() + " " + one.state())
                    .toList();
        }
    }

    private List<String> lines(String output) throws IOException {
        List<String> lines = new ArrayList<>();
        for (FileStatus file :
                CLUSTER.fileSystem().globStatus(new org.apache.hadoop.fs.Path(home, output + "/part-*"))) {
            try (FSDataInputStream in = CLUSTER.fileSystem().open(file.getPath())) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
            }
        }
        return lines;
    }
}
