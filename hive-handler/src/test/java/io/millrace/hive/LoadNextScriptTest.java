package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.millrace.local.ChildJvm;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** examples/schedule: the script that cron, Oozie and Airflow call, run as cron runs it, and the files that call it. */
public class LoadNextScriptTest {
    private static final int MINUTES = 5;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream access = TestStream.create(2);
    private Path millrace;

    private record Ended(int code, List<String> out, String err) {}

    /** In place of bin/millrace, which would look whether anything is to be built. */
    @Before
    public void writeCommand() throws IOException {
        List<String> line = new ChildJvm.Command(
                        "hive",
                        "local-hive",
                        LocalHive.connector(),
                        LocalHive.flags(),
                        "io.millrace.hive.local.HiveMain",
                        List.of(),
                        temp.getRoot().toPath().resolve("hive.log"))
                .line();
        String quoted = line.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        millrace = temp.getRoot().toPath().resolve("millrace");
        Files.writeString(millrace, "#!/bin/sh\n[ \"$1\" = hive ] || exit 9\nshift\nexec " + quoted + " \"$@\"\n");
        Files.setPosixFilePermissions(millrace, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    public void eachRunLoadsWhatIsNewAndAFailedRunMovesNothing() throws Exception {
        List<String> lines = AccessLog.lines().subList(0, 60);
        try (FaultProxy dynamoDb = FaultProxy.before(LocalServices.get().tables())) {
            Path script = Examples.path("schedule/load-next.sh");
            access.put(lines.subList(0, 25));
            // A process each time takes long: what comes before the first load and after the last one has none of its
            // own.
            String tables = statements("hql/create-tables.hql");
            String load = statements("hql/load-next.hql");
            Ended first = run(script, hql(tables + load), dynamoDb, "--hivevar=stream=" + access.name());
            assertThat(first.code()).as(first.err()).isZero();

            access.put(lines.subList(25, 45));
            // The first one stores the plan, the second one commits.
            dynamoDb.on(
                    "TransactWriteItems",
                    call -> call > 0,
                    Fault.error(400, "AccessDeniedException", "no writing today"));
            Ended failed = run(script, Map.of(), dynamoDb);
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err()).contains("its iteration was not committed", "no writing today");

            access.put(lines.subList(45, 60));
            dynamoDb.heal();
            String loaded = "SELECT iteration_no, count(*), count(DISTINCT sequence_number) FROM access_archive"
                    + " GROUP BY iteration_no ORDER BY iteration_no;\n";
            Ended last = run(script, hql(load + load + loaded), dynamoDb);
            assertThat(last.code()).as(last.err()).isZero();
            assertThat(last.out()).containsExactly("0\t25\t25", "1\t20\t20", "2\t15\t15");
        }
    }

    @Test
    public void theFilesForOozieAreWellFormed() throws Exception {
        for (String file : List.of("workflow.xml", "coordinator.xml")) {
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(Examples.path("schedule/oozie").resolve(file).toFile())
                            .getDocumentElement()
                            .getTagName())
                    .isEqualTo(file.replace(".xml", "-app"));
        }
    }

    /** Airflow itself is not run; without a Python, neither is this. */
    @Test
    public void theFileForAirflowIsPython() throws Exception {
        Process python = python("import sys; sys.exit(7)");
        assumeTrue(python != null && python.waitFor() == 7);
        String file =
                Examples.path("schedule/airflow/millrace_incremental_load.py").toString();
        assertThat(python("import ast, sys; ast.parse(open(sys.argv[1]).read())", file)
                        .waitFor())
                .isZero();
    }

    private static Process python(String program, String... arguments) {
        List<String> line = new ArrayList<>(List.of("python3", "-c", program));
        line.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return null;
        }
    }

    private static String statements(String example) throws IOException {
        return Files.readString(Examples.path(example));
    }

    /** Has the script run other statements than those of load-next.hql. */
    private Map<String, String> hql(String statements) throws IOException {
        Path file = Files.writeString(temp.newFile().toPath(), statements);
        return Map.of("MILLRACE_HQL", file.toString());
    }

    private Ended run(Path script, Map<String, String> environment, FaultProxy dynamoDb, String... arguments)
            throws Exception {
        List<String> line = new ArrayList<>(List.of(script.toString()));
        line.addAll(List.of(arguments));
        line.add("--hiveconf=kinesis.endpoint.url=" + LocalServices.get().streams());
        line.add("--hiveconf=kinesis.checkpoint.metastore.endpoint.url=" + dynamoDb.endpoint());
        Path out = temp.getRoot().toPath().resolve("out");
        Path err = temp.getRoot().toPath().resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("MILLRACE", millrace.toString());
        builder.environment().put("MILLRACE_HOME", temp.getRoot().getPath());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("ended within %s minutes: %s", MINUTES, line)
                    .isTrue();
            return new Ended(process.exitValue(), Files.readAllLines(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
