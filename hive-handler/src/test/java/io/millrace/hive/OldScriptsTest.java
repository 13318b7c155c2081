package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hive.local.Script;
import io.millrace.local.RuntimeClasspath;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.Test;

/** Scripts as they were written for the first connector, run as they are. */
public class OldScriptsTest {
    private static final String FORMAT = "10.0.0.%d - - [10/Oct/2024:13:55:36 -0700] \"GET /%s HTTP/1.1\" %d 12";

    @Test
    public void iterationsAreLoadedIntoPartitionsThatAreNamedAfterThem() throws Exception {
        TestStream stream = TestStream.create("AccessLogStream", 2);
        stream.put(List.of(line(1, "a", 200), line(2, "b", 404), "no line of a log"));
        try (HiveSession hive = LocalHive.session()) {
            hive.run("CREATE DATABASE old_scripts");
            hive.run("USE old_scripts");
            run(hive, "tables.hql");
            load(hive, 0);
            stream.put(List.of(line(3, "b", 404), line(4, "c", 404)));
            stream.reshard();
            stream.put(List.of(line(5, "c", 404)));
            load(hive, 1);
            load(hive, 0);

            assertThat(hive.run("SELECT iteration_no, host, request FROM apachelog_archive ORDER BY host"))
                    .containsExactly(
                            "0|10.0.0.1|GET /a HTTP/1.1",
                            "0|10.0.0.2|GET /b HTTP/1.1",
                            "1|10.0.0.3|GET /b HTTP/1.1",
                            "1|10.0.0.4|GET /c HTTP/1.1",
                            "1|10.0.0.5|GET /c HTTP/1.1");
            assertThat(run(hive, "top-errors.hql")).containsExactly("GET /b HTTP/1.1|2", "GET /c HTTP/1.1|2");
            hive.run("DROP TABLE apachelog");
        }
        assertThat(stream.exists()).isTrue();
    }

    private static void load(HiveSession hive, int iteration) throws IOException {
        hive.set("kinesis.checkpoint.iteration.no", Integer.toString(iteration));
        run(hive, "load-iteration.hql");
    }

    /** The rows of the file's last statement. */
    private static List<String> run(HiveSession hive, String file) throws IOException {
        List<String> rows = List.of();
        for (String statement : Script.statements(Files.readString(RuntimeClasspath.root()
                .resolve("hive-handler/src/test/resources/old-scripts")
                .resolve(file)))) {
            rows = hive.run(statement);
        }
        return rows;
    }

    private static String line(int client, String page, int status) {
        return FORMAT.formatted(client, page, status);
    }
}
