package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.ChildJvm;
import io.millrace.local.HadoopJvm;
import io.millrace.local.HiveDriver;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Hive with LLAP: its tasks run in a daemon that HiveServer2 does not start, whose one JVM serves query after query. */
public class LlapIT {
    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private static LlapDaemon llap;
    private static ChildJvm server;
    private static Connection hive;

    private final TestStream stream = TestStream.create(2);

    @BeforeClass
    public static void start() throws Exception {
        Path folder = TEMP.getRoot().toPath();
        llap = LlapDaemon.start(folder, List.of(ConnectorJar.path()));
        List<Path> classpath = new ArrayList<>(LlapDaemon.hive40());
        classpath.add(ConnectorJar.path());
        List<String> flags = new ArrayList<>(HadoopJvm.flags());
        flags.add("-Djava.net.preferIPv4Stack=true");
        List<String> arguments =
                new ArrayList<>(List.of("--state", folder.resolve("hive").toString()));
        llap.settings().forEach((key, value) -> arguments.add("--hiveconf=" + key + "=" + value));
        server = ChildJvm.start(new ChildJvm.Command(
                "HiveServer2",
                "local-hive",
                classpath,
                flags,
                "io.millrace.hive.local.HiveServerMain",
                arguments,
                folder.resolve("hive.log")));
        hive = HiveDriver.load(folder.resolve("jdbc.log")).connect(server.port());
        // Neither the daemon nor HiveServer2 has credentials of its own.
        run("SET kinesis.accessKey=" + LocalServices.KEY);
        run("SET kinesis.secretKey=" + LocalServices.KEY);
        run("SET kinesis.endpoint.region=" + LocalServices.REGION);
        run("SET kinesis.endpoint.url=" + LocalServices.get().streams());
        run("SET kinesis.checkpoint.metastore.endpoint.url="
                + LocalServices.get().tables());
    }

    @AfterClass
    public static void stop() throws SQLException {
        if (hive != null) {
            hive.close();
        }
        if (server != null) {
            server.close();
        }
        if (llap != null) {
            llap.close();
        }
    }

    @Test
    public void iterationsAreReadAndCommitted() throws SQLException {
        create(stream);
        next();
        stream.put(List.of("/a 404", "/a 500", "/b 200"));
        String pages = "SELECT page, count(*) FROM " + stream.name() + " GROUP BY page";
        assertThat(run("EXPLAIN " + pages)).anyMatch(line -> line.matches(".*Map 1 .*llap.*"));

        assertThat(run(pages)).containsExactlyInAnyOrder("/a 2", "/b 1");
        stream.put(List.of("/b 404"));
        assertThat(run(pages)).containsExactly("/b 1");
        assertThat(run(pages)).isEmpty();
    }

    @Test
    public void rowsArePutIntoAStreamOnce() throws SQLException {
        TestStream errors = TestStream.create(2);
        create(stream);
        create(errors);
        next();
        stream.put(List.of("/a 404", "/b 200", "/c 500"));
        String insert = "INSERT INTO " + errors.name() + " (page, status) SELECT page, status FROM " + stream.name()
                + " WHERE status >= 400";

        run(insert);
        assertThat(errors.payloads()).containsExactlyInAnyOrder("/a 404", "/c 500");
        run(insert);
        assertThat(errors.payloads()).hasSize(2);
    }

    @Test
    public void aStreamIsJoinedWithAVectorizedTable() throws SQLException {
        create(stream);
        stream.put(List.of("/a 404", "/b 200", "/c 500"));
        run("CREATE TABLE owners (path STRING, owner STRING) STORED AS ORC"
                + " TBLPROPERTIES ('orc.compress' = 'NONE')");
        run("INSERT INTO owners VALUES ('/a', 'ann'), ('/c', 'cyd')");
        run("SET hive.vectorized.execution.enabled=true");

        assertThat(run("SELECT owner, status FROM " + stream.name() + " JOIN owners ON page = path"))
                .containsExactlyInAnyOrder("ann 404", "cyd 500");
        run("SET hive.vectorized.execution.enabled=false");
    }

    private void next() throws SQLException {
        run("SET kinesis.checkpoint.enabled=true");
        run("SET kinesis.checkpoint.metastore.table.name=" + stream.name());
        run("SET kinesis.checkpoint.logical.name=llap");
        run("SET kinesis.checkpoint.iteration.no=next");
    }

    private static void create(TestStream stream) throws SQLException {
        run("SET kinesis.checkpoint.enabled=false");
        run("CREATE EXTERNAL TABLE " + stream.name() + " (page STRING, status INT)"
                + " ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name' = '" + stream.name() + "')");
    }

    /** The rows of a statement, with blanks between the columns. */
    private static List<String> run(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = hive.createStatement()) {
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    StringBuilder row = new StringBuilder(result.getString(1));
                    for (int column = 2; column <= columns; column++) {
                        row.append(' ').append(result.getString(column));
                    }
                    rows.add(row.toString());
                }
            }
        }
        return rows;
    }
}
