package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;

/**
 * Hive with its tasks in YARN's containers, asked by Beeline. The connector's jar comes to HiveServer2 in each of the ways that
 * there are, and from there to the tasks; none of the nodes has it.
 */
public class HiveOnTheCluster {
    private static final HadoopCluster CLUSTER = HadoopCluster.SHARED;
    private static final TemporaryFolder TEMP = new TemporaryFolder();

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(TEMP).around(CLUSTER);

    private static ClusterHive hive;
    private static Path reloadable;
    private static Beeline beeline;

    private final TestStream stream = TestStream.create(2);

    @BeforeClass
    public static void start() throws IOException {
        reloadable = TEMP.newFolder().toPath();
        hive = ClusterHive.start(CLUSTER, TEMP.newFolder().toPath(), List.of(), reloadable);
        beeline = new Beeline(TEMP.newFolder().toPath(), hive.url());
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    @After
    public void emptyReloadable() throws IOException {
        Files.deleteIfExists(reloadable.resolve(ConnectorJar.path().getFileName()));
    }

    @Test
    public void mrRunsInContainers() throws Exception {
        loadsAndInserts("mr", "MAPREDUCE");
    }

    @Test
    public void tezRunsInContainers() throws Exception {
        loadsAndInserts("tez", "TEZ");
    }

    /** ADD JAR is for its session, RELOAD for the one that says so and for later ones; before, others have no jar. */
    private void loadsAndInserts(String engine, String applications) throws Exception {
        long before = CLUSTER.applications(applications);
        stream.put(List.of("/a 404", "/a 500", "/b 200", "/c 404"));
        assertThat(beeline.run(session(engine, "ADD JAR " + ConnectorJar.path(), createTable(stream), count())))
                .containsExactlyInAnyOrder("/a\t2", "/b\t1", "/c\t1");
        assertThat(beeline.fail(session(engine, count()))).contains("KinesisStorageHandler");

        TestStream copy = TestStream.create(2);
        String copyJar = "!sh cp " + ConnectorJar.path() + " " + reloadable;
        assertThat(beeline.run(session(engine, copyJar, "RELOAD", createTable(copy))))
                .isEmpty();

        stream.put(List.of("/c 200", "/d 404"));
        String insert = "INSERT INTO " + copy.name() + " SELECT page, status, page, NULL, NULL, NULL, NULL FROM "
                + stream.name() + " WHERE status = 404";
        assertThat(beeline.run(session(engine, insert))).isEmpty();
        assertThat(copy.keysAndPayloads()).containsExactly("/d: /d 404");
        assertThat(CLUSTER.applications(applications)).isEqualTo(before + 2);
    }

    /** The master of the first job ends, and aborts it, while the second one runs: MRAppMaster does so some seconds after its job's end. */
    @Test
    public void whatTheFirstOfTwoJobsHasStagedStays() throws Exception {
        TestStream pages = TestStream.create(1);
        TestStream statuses = TestStream.create(1);
        stream.put(List.of("/a 404", "/a 404", "/b 200"));
        long before = CLUSTER.applications("MAPREDUCE");

        beeline.run(session(
                "mr",
                "ADD JAR " + ConnectorJar.path(),
                createTable(stream),
                createTable(pages),
                createTable(statuses),
                "FROM " + stream.name()
                        + " INSERT INTO " + pages.name()
                        + " SELECT page, COUNT(*), page, NULL, NULL, NULL, NULL GROUP BY page"
                        + " INSERT INTO " + statuses.name()
                        + " SELECT CONCAT('status ', status), COUNT(*), NULL, NULL, NULL, NULL, NULL GROUP BY status"));

        assertThat(CLUSTER.applications("MAPREDUCE")).isEqualTo(before + 2);
        assertThat(pages.payloads()).containsExactlyInAnyOrder("/a 2", "/b 1");
        assertThat(statuses.payloads()).containsExactlyInAnyOrder("status 404 2", "status 200 1");
    }

    @Test
    public void aJarOnTheServersClassPathGoesWithTheJobs() throws Exception {
        Path folder = TEMP.newFolder().toPath();
        try (ClusterHive server = ClusterHive.start(CLUSTER, folder, List.of(ConnectorJar.path()), reloadable)) {
            Beeline client = new Beeline(folder, server.url());
            stream.put(List.of("/a 200"));
            assertThat(client.run(session("mr", createTable(stream), count()))).containsExactly("/a\t1");
            stream.put(List.of("/b 200"));
            assertThat(client.run(session("tez", count()))).containsExactly("/b\t1");
        }
    }

    private List<String> session(String engine, String... statements) {
        List<String> all = new ArrayList<>(List.of(
                "SET hive.execution.engine=" + engine,
                "SET kinesis.endpoint.url=" + LocalServices.get().streams(),
                "SET kinesis.endpoint.region=" + LocalServices.REGION,
                "SET kinesis.accessKey=" + LocalServices.KEY,
                "SET kinesis.secretKey=" + LocalServices.KEY,
                "SET kinesis.checkpoint.enabled=true",
                "SET kinesis.checkpoint.metastore.endpoint.url="
                        + LocalServices.get().tables(),
                "SET kinesis.checkpoint.metastore.table.name=" + stream.name(),
                "SET kinesis.checkpoint.logical.name=cluster",
                "SET kinesis.checkpoint.iteration.no=next"));
        all.addAll(List.of(statements));
        return all;
    }

    private static String createTable(TestStream stream) {
        return "CREATE EXTERNAL TABLE " + stream.name() + " (page STRING, status INT) "
                + "ROW FORMAT DELIMITED FIELDS TERMINATED BY ' ' "
                + "STORED BY 'io.millrace.hive.KinesisStorageHandler' "
                + "TBLPROPERTIES ('kinesis.stream.name' = '" + stream.name() + "')";
    }

    private String count() {
        return "SELECT page, COUNT(*) FROM " + stream.name() + " GROUP BY page";
    }
}
