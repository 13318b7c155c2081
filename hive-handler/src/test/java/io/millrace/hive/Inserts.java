package io.millrace.hive;

import io.millrace.publish.FinishPublishing;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** What tests of INSERT share: a session, a stream, tables on streams, and a folder for what statements stage. */
final class Inserts extends ExternalResource {
    static final String NO_METADATA =
            "CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)";

    /** Selects {@link #rows} for a table that {@link #csv} has made. */
    static final String ALL_ROWS = " SELECT n, word, " + NO_METADATA + " FROM insert_source";

    private static final int ROWS = 20;

    private final TemporaryFolder folder = new TemporaryFolder();
    private final TestStream stream = TestStream.create(3);
    private HiveSession hive;

    @Override
    protected void before() throws IOException {
        folder.create();
        hive = LocalHive.session();
        hive.run("CREATE TABLE IF NOT EXISTS insert_source AS SELECT n, CONCAT('w', n % 5) AS word"
                + " FROM (SELECT posexplode(split(space(" + (ROWS - 1) + "), ' ')) AS (n, nothing)) s");
    }

    @Override
    protected void after() {
        hive.close();
        folder.delete();
    }

    /** The rows of {@code insert_source}, as the tables that {@link #csv} makes write them. */
    static List<String> rows() {
        return IntStream.range(0, ROWS).mapToObj(i -> i + ",w" + i % 5).toList();
    }

    HiveSession hive() {
        return hive;
    }

    /** The stream on which tables are that name no other. */
    TestStream stream() {
        return stream;
    }

    /** Makes a table with the columns n and word on the stream. */
    String csv(String... properties) {
        return csv(stream, properties);
    }

    /** Makes the same on another one. */
    String csv(TestStream on, String... properties) {
        return table(on, "n INT, word STRING", " ROW FORMAT DELIMITED FIELDS TERMINATED BY ','", properties);
    }

    /** Makes a table on the stream. */
    String table(String columns, String format, String... properties) {
        return table(stream, columns, format, properties);
    }

    private String table(TestStream on, String columns, String format, String... properties) {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        List<String> all = new ArrayList<>(List.of("'kinesis.stream.name'='" + on.name() + "'"));
        all.addAll(List.of(properties));
        hive.run("CREATE EXTERNAL TABLE " + name + " (" + columns + ")" + format
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler' TBLPROPERTIES (" + String.join(", ", all)
                + ")");
        return name;
    }

    /** Has the session read what {@code next} gives a reader of its own. */
    void readIterations(URI tables) {
        hive.set("kinesis.checkpoint.enabled", "true")
                .set("kinesis.checkpoint.metastore.table.name", "insert_iterations")
                .set("kinesis.checkpoint.metastore.endpoint.url", tables.toString())
                .set("kinesis.checkpoint.logical.name", "copier-" + UUID.randomUUID())
                .set("kinesis.checkpoint.iteration.no", "next");
    }

    void onBothEngines(Runnable test) {
        for (String engine : List.of("tez", "mr")) {
            hive.set("hive.execution.engine", engine);
            test.run();
        }
    }

    /** From now on the session's statements stage what they write in {@link #staging}. */
    void stageInFolder() {
        hive.set("kinesis.write.staging.dir", staging().toURI().toString());
    }

    File staging() {
        return folder.getRoot();
    }

    /** All that there is in it. */
    List<Path> staged() {
        Path root = staging().toPath();
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(path -> !path.equals(root)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files in those of its folders that have this name. */
    List<Path> stagedIn(String name) {
        return staged().stream()
                .filter(path -> path.toString().contains("/" + name + "/") && Files.isRegularFile(path))
                .toList();
    }

    /** Runs the command that a failed publishing names, on the only statement that has staged; its exit code. */
    int finishPublishing() throws Exception {
        FinishPublishing command = new FinishPublishing();
        command.setConf(new Configuration());
        command.getConf().set("kinesis.accessKey", LocalServices.KEY);
        command.getConf().set("kinesis.secretKey", LocalServices.KEY);
        return command.run(new String[] {staging().listFiles()[0].toURI().toString()});
    }
}
