package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.publish.FinishPublishing;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** INSERT INTO a stream, on both engines: what arrives, with which keys, and that a failed statement leaves nothing. */
public class InsertTest {
    private static final String STORED = " STORED BY 'io.millrace.hive.KinesisStorageHandler'";
    private static final String NO_METADATA =
            "CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(3);
    private HiveSession hive;

    @BeforeClass
    public static void tables() {
        try (HiveSession hive = LocalHive.session()) {
            hive.run("CREATE TABLE insert_source (n INT, word STRING)");
            List<String> rows = IntStream.range(0, 20)
                    .mapToObj(i -> "(" + i + ", 'w" + i % 5 + "')")
                    .toList();
            hive.run("INSERT INTO insert_source VALUES " + String.join(", ", rows));
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

    private String table(String columns, String format, String... properties) {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        List<String> all = new ArrayList<>(List.of("'kinesis.stream.name'='" + stream.name() + "'"));
        all.addAll(List.of(properties));
        hive.run("CREATE EXTERNAL TABLE " + name + " (" + columns + ")" + format + STORED + " TBLPROPERTIES ("
                + String.join(", ", all) + ")");
        return name;
    }

    private String csv(String... properties) {
        return table("n INT, word STRING", " ROW FORMAT DELIMITED FIELDS TERMINATED BY ','", properties);
    }

    /** All records of the stream, shard by shard, as "key|data". */
    private List<String> records() {
        return records(stream);
    }

    private static List<String> records(TestStream of) {
        KinesisClient kinesis = LocalServices.get().kinesis();
        List<String> found = new ArrayList<>();
        for (Shard shard :
                kinesis.listShards(request -> request.streamName(of.name())).shards()) {
            String iterator = kinesis.getShardIterator(request -> request.streamName(of.name())
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            while (true) {
                String at = iterator;
                var page = kinesis.getRecords(request -> request.shardIterator(at));
                for (Record record : page.records()) {
                    found.add(record.partitionKey() + "|" + record.data().asUtf8String());
                }
                if (page.records().isEmpty() && page.millisBehindLatest() == 0) {
                    break;
                }
                iterator = page.nextShardIterator();
            }
        }
        return found;
    }

    private static List<String> data(List<String> records) {
        return records.stream()
                .map(record -> record.substring(record.indexOf('|') + 1))
                .toList();
    }

    private static List<String> keys(List<String> records) {
        return records.stream()
                .map(record -> record.substring(0, record.indexOf('|')))
                .toList();
    }

    private static List<String> source() {
        return IntStream.range(0, 20).mapToObj(i -> i + ",w" + i % 5).toList();
    }

    private void onBothEngines(Runnable test) {
        for (String engine : List.of("tez", "mr")) {
            hive.set("hive.execution.engine", engine);
            test.run();
        }
    }

    @Test
    public void rowsArriveOnceWithRandomKeysOnBothEngines() {
        String table = csv();
        List<String> expected = new ArrayList<>();
        onBothEngines(() -> {
            hive.run("INSERT INTO " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source");
            expected.addAll(source());
            assertThat(data(records())).containsExactlyInAnyOrderElementsOf(expected);
        });
        assertThat(keys(records())).doesNotHaveDuplicates().allMatch(key -> key.length() == 16);
    }

    @Test
    public void aPartitionKeyColumnOfTheTableIsTheKeyAndKeepsItsOrder() {
        String table = csv("'kinesis.write.partition.key.column'='WORD'");
        onBothEngines(() -> hive.run(
                "INSERT INTO " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source ORDER BY n"));
        for (int word = 0; word < 5; word++) {
            String key = "w" + word;
            List<String> once =
                    source().stream().filter(row -> row.endsWith("," + key)).toList();
            List<String> twice = new ArrayList<>(once);
            twice.addAll(once);
            assertThat(data(records().stream()
                            .filter(record -> record.startsWith(key + "|"))
                            .toList()))
                    .as(key)
                    .isEqualTo(twice);
        }
    }

    @Test
    public void theMetadataColumnComesBeforeTheChosenOneAndOthersAreIgnored() {
        String table = csv("'kinesis.write.partition.key.column'='word'");
        hive.run("INSERT INTO " + table
                + " SELECT n, word, CASE WHEN n < 10 THEN CONCAT('own-', n) END, 'shard', '7', 3L,"
                + " 9L FROM insert_source");
        List<String> expected = IntStream.range(0, 20)
                .mapToObj(i -> (i < 10 ? "own-" + i : "w" + i % 5) + "|" + i + ",w" + i % 5)
                .toList();
        assertThat(records()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    public void anExplicitHashKeyChoosesTheShard() {
        String table = table(
                "n INT, hash STRING",
                " ROW FORMAT DELIMITED FIELDS TERMINATED BY ','",
                "'kinesis.write.explicit.hash.key.column'='hash'");
        hive.run("INSERT INTO " + table + " SELECT n, '340282366920938463463374607431768211455', " + NO_METADATA
                + " FROM insert_source");
        assertThat(hive.run("SELECT `__shard_id`, count(*) FROM " + table + " GROUP BY `__shard_id`"))
                .containsExactly("shardId-000000000002|20");
        assertThat(hive.refusal("INSERT INTO " + table + " SELECT n, 'abc', " + NO_METADATA + " FROM insert_source"))
                .isNotEmpty();
        assertThat(records()).hasSize(20);
    }

    @Test
    public void tenThousandRowsAreReadBackExactly() {
        String table = table(
                "n INT, text STRING, d DECIMAL(10,2)", " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe'");
        hive.run("CREATE TABLE ten_thousand AS SELECT n, CONCAT('\"text\" ', n % 7, ',', n, '\\t', n % 3) AS text,"
                + " CAST(n / 3 AS DECIMAL(10,2)) AS d"
                + " FROM (SELECT posexplode(split(space(9999), ' ')) AS (n, nothing)) s");
        assertThat(hive.run("SELECT count(*), count(DISTINCT n) FROM ten_thousand"))
                .containsExactly("10000|10000");

        hive.run("INSERT INTO " + table + " SELECT n, text, d, " + NO_METADATA + " FROM ten_thousand");

        assertThat(hive.run("SELECT count(*) FROM " + table + " s JOIN ten_thousand t"
                        + " ON s.n = t.n AND s.text = t.text AND s.d = t.d"))
                .containsExactly("10000");
        assertThat(hive.run("SELECT count(*) FROM " + table)).containsExactly("10000");
    }

    @Test
    public void aStatementThatFailsLeavesNothingAndTheNextOneDeletesWhatKilledDriversLeftLongAgo() throws Exception {
        hive.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString());
        String table = csv();
        onBothEngines(() -> {
            assertThat(hive.refusal("INSERT INTO " + table + " SELECT n, CASE WHEN n = 19 THEN"
                            + " assert_true(false) ELSE word END, " + NO_METADATA + " FROM insert_source"))
                    .isNotEmpty();
            assertThat(records()).isEmpty();
            assertThat(staged("attempts")).isEmpty();
            assertThat(staged("tasks")).isEmpty();
        });
        hive.set("hive.query.reexecution.enabled", "false");
        int folders = temp.getRoot().listFiles().length;
        assertThat(hive.refusal("INSERT INTO " + table + " SELECT n, assert_true(n < 19), " + NO_METADATA
                        + " FROM insert_source"))
                .isNotEmpty();
        assertThat(temp.getRoot().listFiles()).as("Hive runs the hook").hasSize(folders);
        for (Path path : paths()) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }
        hive.run("INSERT INTO " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source");
        assertThat(paths()).isEmpty();
        assertThat(data(records())).containsExactlyInAnyOrderElementsOf(source());
    }

    /** The files in folders of this name. */
    private List<Path> staged(String folder) {
        return paths().stream()
                .filter(path -> path.toString().contains("/" + folder + "/") && Files.isRegularFile(path))
                .toList();
    }

    /** What there is in the folder for staging. */
    private List<Path> paths() {
        Path root = temp.getRoot().toPath();
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(path -> !path.equals(root)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void aStatementWhoseFolderWasDeletedPublishesNothing() throws Exception {
        hive.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString());
        String table = csv();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> deleted = other.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    for (File folder : temp.getRoot().listFiles()) {
                        if (new File(folder, "attempts").exists()) {
                            return new File(folder, "begun").delete();
                        }
                    }
                }
                return false;
            });
            assertThat(hive.refusal("INSERT INTO " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source"))
                    .contains("nothing is published, because", "was deleted meanwhile");
            assertThat(deleted.get()).isTrue();
        } finally {
            other.shutdownNow();
        }
        assertThat(records()).isEmpty();
    }

    @Test
    public void twoStreamsAndAnOrdinaryTableInOneStatement() {
        TestStream other = TestStream.create(1);
        String first = csv();
        String second = csv();
        hive.run("ALTER TABLE " + second + " SET TBLPROPERTIES ('kinesis.stream.name'='" + other.name() + "')");
        hive.run("CREATE TABLE insert_counts (word STRING, many BIGINT)");
        onBothEngines(() -> {
            hive.run("FROM insert_source"
                    + " INSERT INTO TABLE " + first + " SELECT n, word, " + NO_METADATA + " WHERE n < 7"
                    + " INSERT INTO TABLE " + second + " SELECT n, word, " + NO_METADATA + " WHERE n >= 7"
                    + " INSERT OVERWRITE TABLE insert_counts SELECT word, count(*) GROUP BY word");
            assertThat(hive.run("SELECT sum(many) FROM insert_counts")).containsExactly("20");
        });
        List<String> low = new ArrayList<>(source().subList(0, 7));
        low.addAll(source().subList(0, 7));
        List<String> high = new ArrayList<>(source().subList(7, 20));
        high.addAll(source().subList(7, 20));
        assertThat(data(records())).containsExactlyInAnyOrderElementsOf(low);
        assertThat(data(records(other))).containsExactlyInAnyOrderElementsOf(high);
    }

    @Test
    public void whatAnotherStreamGetsIsKeptWhenOneCannotBeWritten() throws Exception {
        hive.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString());
        TestStream other = TestStream.create(1);
        try (FaultProxy proxy = FaultProxy.before(LocalServices.get().streams())) {
            String endpoint = "'kinesis.endpoint.url'='" + proxy.endpoint() + "'";
            String first = csv(endpoint);
            String second = csv(endpoint);
            hive.run("ALTER TABLE " + second + " SET TBLPROPERTIES ('kinesis.stream.name'='" + other.name() + "')");
            proxy.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
            assertThat(hive.refusal("FROM insert_source"
                            + " INSERT INTO TABLE " + first + " SELECT n, word, " + NO_METADATA + " WHERE n < 7"
                            + " INSERT INTO TABLE " + second + " SELECT n, word, " + NO_METADATA + " WHERE n >= 7"))
                    .contains("no writing today", "FinishPublishing");
            proxy.heal();

            assertThat(finish()).isZero();
        }
        assertThat(data(records())).containsExactlyInAnyOrderElementsOf(source().subList(0, 7));
        assertThat(data(records(other))).containsExactlyInAnyOrderElementsOf(source().subList(7, 20));
        assertThat(paths()).isEmpty();
    }

    /** Runs the command that the message names, on the only folder that there is. */
    private int finish() throws Exception {
        FinishPublishing command = new FinishPublishing();
        command.setConf(new Configuration());
        command.getConf().set("kinesis.accessKey", "test");
        command.getConf().set("kinesis.secretKey", "test");
        return command.run(new String[] {temp.getRoot().listFiles()[0].toURI().toString()});
    }

    @Test
    public void aStatementThatHiveRunsAgainCountsOnce() {
        TestStream input = TestStream.create(1);
        String to = csv();
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
                FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            String from = csv("'kinesis.endpoint.url'='" + streams.endpoint() + "'");
            hive.run("ALTER TABLE " + from + " SET TBLPROPERTIES ('kinesis.stream.name'='" + input.name() + "')");
            hive.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString())
                    .set("kinesis.checkpoint.enabled", "true")
                    .set("kinesis.checkpoint.metastore.table.name", "insert_iterations")
                    .set(
                            "kinesis.checkpoint.metastore.endpoint.url",
                            tables.endpoint().toString())
                    .set("kinesis.checkpoint.logical.name", "copier-" + UUID.randomUUID())
                    .set("kinesis.checkpoint.iteration.no", "next")
                    // Hive runs a statement again, with settings of this prefix laid in, when its failure has these
                    // words.
                    .set("reexec.overlay.any", "thing");
            List<String> expected = new ArrayList<>();
            onBothEngines(() -> {
                String line = expected.size() + ",a";
                input.put(List.of(line));
                expected.add(line);
                AtomicBoolean failed = new AtomicBoolean();
                Map<Path, byte[]> late = new ConcurrentHashMap<>();
                tables.heal();
                // Its tasks have ended, and nothing is published yet.
                tables.on(
                        FaultProxy.ANY,
                        call -> {
                            List<Path> done = staged("staged");
                            if (done.isEmpty() || failed.getAndSet(true)) {
                                return false;
                            }
                            done.forEach(file -> late.put(committed(file), read(file)));
                            return true;
                        },
                        Fault.error(400, "AccessDeniedException", "Vertex failed, or so Hive thinks"));
                streams.heal();
                // A task of the first run that lives on commits while those of the second one read.
                streams.on(
                        "GetRecords",
                        call -> {
                            if (failed.get() && paths().stream().anyMatch(path -> path.endsWith("begun"))) {
                                late.forEach(InsertTest::write);
                                late.clear();
                            }
                            return false;
                        },
                        Fault.error(500, "InternalFailure", "never"));
                hive.run("INSERT INTO " + to + " SELECT * FROM " + from);
                assertThat(failed).as("run twice").isTrue();
                assertThat(late).as("committed late").isEmpty();
                assertThat(data(records())).containsExactlyInAnyOrderElementsOf(expected);
            });
        }
    }

    /** Where a task that the publisher has come upon had been committed. */
    private static Path committed(Path staged) {
        return Path.of(staged.toString().replace("/staged/", "/tasks/"));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void aStatementWhosePublishingHasBegunIsNotRunAgain() throws Exception {
        hive.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString());
        hive.set("reexec.overlay.any", "thing");
        try (FaultProxy proxy = FaultProxy.before(LocalServices.get().streams())) {
            String table = csv("'kinesis.endpoint.url'='" + proxy.endpoint() + "'");
            proxy.on(
                    "PutRecords",
                    call -> call == 0,
                    Fault.error(400, "AccessDeniedException", "Vertex failed, or so Hive thinks"));
            assertThat(hive.refusal("INSERT INTO " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source"))
                    .contains("the statement is not run again", "FinishPublishing");
            assertThat(records()).isEmpty();

            assertThat(finish()).isZero();
        }
        assertThat(data(records())).containsExactlyInAnyOrderElementsOf(source());
    }

    @Test
    public void oneTableTwiceInOneStatementIsRefusedByHive() {
        String table = csv();
        assertThat(hive.refusal("FROM insert_source"
                        + " INSERT INTO TABLE " + table + " SELECT n, word, " + NO_METADATA + " WHERE n < 7"
                        + " INSERT INTO TABLE " + table + " SELECT n, word, " + NO_METADATA + " WHERE n >= 7"))
                .contains("The same output cannot be present multiple times");
        assertThat(records()).isEmpty();
    }

    @Test
    public void anIterationIsCommittedOnlyAfterThePublishing() {
        TestStream input = TestStream.create(1);
        input.put(List.of("1,a", "2,b"));
        String from = csv();
        hive.run("ALTER TABLE " + from + " SET TBLPROPERTIES ('kinesis.stream.name'='" + input.name() + "')");
        String to = csv();
        hive.set("kinesis.checkpoint.enabled", "true")
                .set("kinesis.checkpoint.metastore.table.name", "insert_iterations")
                .set("kinesis.checkpoint.logical.name", "copier-" + UUID.randomUUID())
                .set("kinesis.checkpoint.iteration.no", "next");
        assertThat(hive.refusal(
                        "INSERT INTO " + to + " SELECT n, assert_true(n < 2), " + NO_METADATA + " FROM " + from))
                .isNotEmpty();
        input.put(List.of("3,c"));

        hive.run("INSERT INTO " + to + " SELECT * FROM " + from);
        assertThat(records()).containsExactlyInAnyOrder("1,a|1,a", "2,b|2,b");
        hive.run("INSERT INTO " + to + " SELECT * FROM " + from);
        assertThat(records()).containsExactlyInAnyOrder("1,a|1,a", "2,b|2,b", "3,c|3,c");
    }

    /** A statement that copies what {@code next} gives of a stream with two rows, through this proxy. */
    private String copyOfTwoRows(FaultProxy streams, FaultProxy tables, TestStream input) {
        input.put(List.of("1,a", "2,b"));
        String from = csv();
        hive.run("ALTER TABLE " + from + " SET TBLPROPERTIES ('kinesis.stream.name'='" + input.name() + "')");
        hive.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString())
                .set("kinesis.checkpoint.enabled", "true")
                .set("kinesis.checkpoint.metastore.table.name", "insert_iterations")
                .set(
                        "kinesis.checkpoint.metastore.endpoint.url",
                        tables.endpoint().toString())
                .set("kinesis.checkpoint.logical.name", "copier-" + UUID.randomUUID())
                .set("kinesis.checkpoint.iteration.no", "next");
        return "INSERT INTO " + csv("'kinesis.endpoint.url'='" + streams.endpoint() + "'") + " SELECT * FROM " + from;
    }

    @Test
    public void aPublishingThatFailsIsToldAndItsIterationIsNotPutASecondTimeButFinishedAndCommitted() throws Exception {
        TestStream input = TestStream.create(1);
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
                FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            String copy = copyOfTwoRows(streams, tables, input);
            streams.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
            assertThat(hive.refusal(copy))
                    .contains("the rows could not be put into the stream: 0 of 2 records are in the stream")
                    .contains("no writing today", "FinishPublishing");
            streams.heal();
            input.put(List.of("3,c"));

            assertThat(hive.refusal(copy))
                    .contains("nothing is published: iteration 0 of logical name 'copier-")
                    .contains("FinishPublishing", temp.getRoot().getName());
            assertThat(records()).isEmpty();

            assertThat(finish()).isZero();
            assertThat(records()).containsExactlyInAnyOrder("1,a|1,a", "2,b|2,b");
            hive.run(copy);
            assertThat(records()).as("the next iteration").containsExactlyInAnyOrder("1,a|1,a", "2,b|2,b", "3,c|3,c");
            assertThat(paths()).isEmpty();
        }
    }

    @Test
    public void anIterationThatCannotBeCommittedAfterThePublishingIsCommittedByFinishPublishing() throws Exception {
        TestStream input = TestStream.create(1);
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
                FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            String copy = copyOfTwoRows(streams, tables, input);
            tables.on("UpdateItem", Fault.error(400, "AccessDeniedException", "no commits today"));
            tables.on("TransactWriteItems", Fault.error(400, "AccessDeniedException", "no commits today"));
            assertThat(hive.refusal(copy))
                    .contains("all records are in the stream, but the iteration was not committed")
                    .contains("no commits today", "FinishPublishing");
            tables.heal();
            assertThat(hive.refusal(copy)).contains("nothing is published: iteration 0 of logical name 'copier-");

            assertThat(finish()).isZero();
            hive.run(copy);
            assertThat(records()).containsExactlyInAnyOrder("1,a|1,a", "2,b|2,b");
        }
    }

    @Test
    public void aStreamThatIsMadeAnewWhileTheStatementRunsGetsNothing() {
        TestStream input = TestStream.create(1);
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
                FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            String copy = copyOfTwoRows(streams, tables, input);
            AtomicBoolean anew = new AtomicBoolean();
            // Its tasks have ended, and nothing is published yet.
            streams.on(
                    "DescribeStreamSummary",
                    call -> {
                        if (!staged("staged").isEmpty() && !anew.getAndSet(true)) {
                            stream.makeAnew(1);
                        }
                        return false;
                    },
                    Fault.error(500, "InternalFailure", "never"));
            assertThat(hive.refusal(copy))
                    .contains(
                            "nothing is published: the stream",
                            "was deleted and made anew",
                            "now there is one created at")
                    .contains("Run the job or statement again");
            assertThat(anew).isTrue();
            assertThat(records()).isEmpty();

            hive.run(copy);
            assertThat(records()).containsExactlyInAnyOrder("1,a|1,a", "2,b|2,b");
            assertThat(paths()).isEmpty();
        }
    }

    @Test
    public void whatCannotBeWrittenIsTold() {
        String table = csv();
        assertThat(hive.refusal(
                        "INSERT OVERWRITE TABLE " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source"))
                .contains("INSERT OVERWRITE of a stream has no meaning");
        hive.set("kinesis.write.partition.key.column", "wrod");
        assertThat(hive.refusal("INSERT INTO " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source"))
                .contains("names 'wrod', which is no column of the table; it has [n, word]");
        hive.set("kinesis.write.partition.key.column", "word");
        assertThat(hive.refusal("INSERT INTO " + table + " SELECT 1, '', " + NO_METADATA))
                .isNotEmpty();
        assertThat(records()).isEmpty();
    }

    @Test
    public void explainPublishesNothing() {
        hive.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString());
        String table = csv();
        String insert = "INSERT INTO " + table + " SELECT n, word, " + NO_METADATA + " FROM insert_source";
        assertThat(hive.run("EXPLAIN " + insert)).isNotEmpty();
        onBothEngines(() -> assertThat(String.join(" ", hive.run("EXPLAIN ANALYZE " + insert)))
                .contains("TableScan"));
        assertThat(records()).isEmpty();
        assertThat(paths()).as("what was staged").isEmpty();
    }

    @Test
    public void aPreparedStatementPublishesEachTime() {
        hive.run("PREPARE copying FROM INSERT INTO " + csv() + " SELECT n, word, " + NO_METADATA
                + " FROM insert_source WHERE n < ?");
        hive.run("EXECUTE copying USING 1");
        hive.run("EXECUTE copying USING 2");
        assertThat(data(records())).containsExactlyInAnyOrder("0,w0", "0,w0", "1,w1");
    }
}
