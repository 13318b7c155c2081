package io.millrace.hive.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs the command line as users do, in a process of its own. */
public class HiveMainTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private record Outcome(int code, List<String> out, String err) {}

    @Test
    public void resultsGoToStandardOutputAndTablesAreKept() throws Exception {
        Path home = FOLDER.newFolder().toPath();
        Outcome first = run(
                home,
                Map.of(),
                "--hiveconf",
                "answer=42",
                "--hivevar",
                "word=it",
                "-e",
                "CREATE TABLE kept (a INT); SELECT ${hiveconf:answer}, '${hivevar:word};', NULL; SELECT * FROM absent;"
                        + " SELECT 'never'");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out()).containsExactly("42\tit;\tnull");
        assertThat(first.err())
                .contains("statement 3 of 4 failed: SELECT * FROM absent", "Table not found 'absent'")
                .doesNotContain("log4j", "SLF4J", "\tat ");

        Path script = Files.writeString(FOLDER.newFile().toPath(), "-- what is there\nSHOW TABLES;\n");
        Outcome second = run(home, Map.of("MILLRACE_TERMINAL", "true"), "-f", script.toString());
        assertThat(second.code()).isZero();
        assertThat(second.out()).containsExactly("tab_name", "--------", "kept");
    }

    @Test
    public void rowsThatAreLostAreAFailure() throws Exception {
        Path full = Path.of("/dev/full");
        Assume.assumeTrue("a system with such a file", Files.exists(full));
        Outcome outcome = run(FOLDER.newFolder().toPath(), full, Map.of(), "-e", "SELECT 1; SELECT 2");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("statement 1 of 2 ran", "its rows are lost: SELECT 1", "its disk may be full");
    }

    @Test
    public void aWrongCommandLineIsTold() throws Exception {
        Path home = FOLDER.newFolder().toPath();
        Outcome both = run(home, Map.of(), "-e", "SELECT 1", "-f", "x.hql");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err())
                .contains("mutually exclusive", "--help tells all options")
                .doesNotContain("Usage:");
        Outcome missing = run(home, Map.of(), "-f", "no-such.hql");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("no-such.hql");
        Path binary = Files.write(FOLDER.newFile().toPath(), new byte[] {'P', 'K', (byte) 0xff});
        Outcome noText = run(home, Map.of(), "-f", binary.toString());
        assertThat(noText.code()).isEqualTo(2);
        assertThat(noText.err()).contains(binary + " is not text in UTF-8").doesNotContain("\tat ");
        Outcome folder = run(home, Map.of(), "-f", home.toString());
        assertThat(folder.code()).isEqualTo(2);
        assertThat(folder.err()).contains("cannot read the file " + home).doesNotContain("\tat ");
    }

    @Test
    public void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = FOLDER.newFile().toPath();

        Outcome outcome = run(file, Map.of(), "-e", "SELECT 1");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("cannot use " + file.resolve("hive") + " as Hive's state folder")
                .doesNotContain("\tat ");
    }

    @Test
    public void aSecondUserOfTheFolderIsTold() throws Exception {
        Path home = FOLDER.newFolder().toPath();
        try (StateFolder taken = StateFolder.take(home.resolve("hive"))) {
            Outcome outcome = run(home, Map.of(), "-e", "SELECT 1");
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.err())
                    .contains(
                            "another Hive is using the state folder",
                            taken.root().toString());
        }
    }

    private static Outcome run(Path home, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path out = FOLDER.newFile().toPath();
        Outcome outcome = run(home, out, environment, arguments);
        return new Outcome(outcome.code(), Files.readAllLines(out), outcome.err());
    }

    /** The outcome without what went to standard output. */
    private static Outcome run(Path home, Path out, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(System.getProperty("hadoop.opens").split(" ")));
        line.addAll(List.of(System.getProperty("millrace.child.flags").split(" ")));
        line.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), HiveMain.class.getName()));
        line.addAll(List.of(arguments));
        Path err = FOLDER.newFile().toPath();
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(FOLDER.newFile());
        builder.environment().put("MILLRACE_HOME", home.toString());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Outcome(code, List.of(), Files.readString(err));
    }
}
