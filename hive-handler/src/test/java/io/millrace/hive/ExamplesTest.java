package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Runs the files of examples/hql as they are; what they answer is counted outside Hive. */
public class ExamplesTest {
    private static final List<String> LINES = AccessLog.lines();
    private static final List<String> FIRST = LINES.subList(0, LINES.size() / 2);
    private static final List<String> SECOND = LINES.subList(LINES.size() / 2, LINES.size());

    private static HiveSession hive;

    private TestStream access;
    private List<Acknowledged> first;

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    @Before
    public void freshDatabase() {
        access = TestStream.create(4);
        String database = "examples_" + access.name();
        hive.run("CREATE DATABASE " + database);
        hive.run("USE " + database);
        hive.set("hivevar:stream", access.name());
        first = access.put(FIRST);
    }

    /** The rows of the file's last query. */
    private static List<String> run(String file) throws IOException {
        return Examples.run(hive, file);
    }

    @Test
    public void topErrorsAreThoseOfTheIterationAlsoWhenReadAgain() throws Exception {
        hive.set("hivevar:iteration", "0");
        assertThat(run("top-errors.hql")).containsExactlyElementsOf(AccessLog.topErrors(FIRST));
        access.put(SECOND.subList(0, 300));
        access.reshard();
        access.put(SECOND.subList(300, SECOND.size()));
        hive.set("hivevar:iteration", "1");
        assertThat(run("top-errors.hql")).containsExactlyElementsOf(AccessLog.topErrors(SECOND));
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            hive.set("hivevar:iteration", "0");
            assertThat(run("top-errors.hql")).as(engine).containsExactlyElementsOf(AccessLog.topErrors(FIRST));
        }
        assertThat(run("sliding-window.hql")).containsExactlyElementsOf(AccessLog.topErrors(LINES));
        Map<String, Long> statuses = AccessLog.parsed(LINES).stream()
                .collect(Collectors.groupingBy(
                        line -> Integer.toString(line.status()), TreeMap::new, Collectors.counting()));
        statuses.put("null", (long) LINES.size() - AccessLog.parsed(LINES).size());
        assertThat(hive.run("SELECT status, count(*) FROM access_log GROUP BY status"))
                .containsExactlyInAnyOrderElementsOf(statuses.entrySet().stream()
                        .map(status -> status.getKey() + "|" + status.getValue())
                        .toList());
    }

    @Test
    public void eachIterationIsLoadedIntoItsOwnPartition() throws Exception {
        run("create-tables.hql");
        hive.set("kinesis.checkpoint.iteration.no", "0");
        run("incremental-load.hql");
        List<Acknowledged> second = access.put(SECOND);
        hive.set("kinesis.checkpoint.iteration.no", "1");
        run("incremental-load.hql");
        hive.set("kinesis.checkpoint.iteration.no", "0");
        run("incremental-load.hql");
        assertThat(hive.run("SELECT iteration_no, count(*), count(DISTINCT sequence_number), count(status)"
                        + " FROM access_archive GROUP BY iteration_no ORDER BY iteration_no"))
                .containsExactly(partition(0, FIRST), partition(1, SECOND));
        List<String> loaded = new ArrayList<>(ranges(0, first));
        loaded.addAll(ranges(1, second));
        assertThat(run("loaded-iterations.hql")).containsExactlyElementsOf(loaded);
    }

    /** What an iteration reads of each shard, from what the service has acknowledged. */
    private static List<String> ranges(int number, List<Acknowledged> records) {
        Map<String, List<BigInteger>> shards = records.stream()
                .collect(Collectors.groupingBy(
                        Acknowledged::shard,
                        TreeMap::new,
                        Collectors.mapping(Acknowledged::sequenceNumber, Collectors.toList())));
        return shards.entrySet().stream()
                .map(shard -> number + "|committed|" + shard.getKey() + "|" + Collections.min(shard.getValue()) + "|"
                        + Collections.max(shard.getValue()) + "|"
                        + shard.getValue().size())
                .toList();
    }

    private static String partition(int number, List<String> lines) {
        return number + "|" + lines.size() + "|" + lines.size() + "|"
                + AccessLog.parsed(lines).size();
    }

    @Test
    public void twoStreamsAreJoinedOnOneIteration() throws Exception {
        TestStream owners = TestStream.create(1);
        List<String> clients = AccessLog.parsed(LINES).stream()
                .map(AccessLog.Line::client)
                .distinct()
                .limit(20)
                .toList();
        owners.put(
                clients.stream().map(client -> client + ",owner of " + client).toList());
        run("create-tables.hql");
        hive.set("hivevar:owners_stream", owners.name());
        hive.set("hivevar:iteration", "0");
        List<String> expected = errorsByOwner(clients);
        assertThat(run("join-two-streams.hql")).containsExactlyElementsOf(expected);
        owners.put(List.of(clients.get(0) + ",another"));
        access.put(SECOND);
        assertThat(run("join-two-streams.hql")).containsExactlyElementsOf(expected);
    }

    private static List<String> errorsByOwner(List<String> clients) {
        Map<String, Long> errors = new TreeMap<>();
        for (AccessLog.Line line : AccessLog.parsed(FIRST)) {
            if (line.status() >= 400 && clients.contains(line.client())) {
                errors.merge("owner of " + line.client() + "|" + line.status(), 1L, Long::sum);
            }
        }
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(errors.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        return sorted.stream()
                .map(entry -> entry.getKey() + "|" + entry.getValue())
                .toList();
    }

    @Test
    public void theTablesAreTheSameInAllFiles() throws Exception {
        assertThat(Examples.statements("top-errors.hql"))
                .startsWith(Examples.statements("create-tables.hql").toArray(new String[0]));
        String archive = Examples.statements("incremental-load.hql").get(0);
        assertThat(Examples.statements("load-next.hql")).startsWith(archive);
        assertThat(Examples.statements("scheduled-load.hql")).startsWith(archive);
    }
}
