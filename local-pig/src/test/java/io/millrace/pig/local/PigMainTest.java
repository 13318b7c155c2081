package io.millrace.pig.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PigMainTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private Path input;
    private Path output;

    @Before
    public void files() throws Exception {
        input = Files.write(temp.getRoot().toPath().resolve("input"), List.of("b", "a", "b"));
        output = temp.getRoot().toPath().resolve("output");
    }

    @Test
    public void aScriptFileRunsWithItsParameters() throws Exception {
        Path script = Files.writeString(temp.getRoot().toPath().resolve("count.pig"), """
                words = LOAD '$input' AS (word:chararray);
                counts = FOREACH (GROUP words BY word) GENERATE group, COUNT(words);
                STORE counts INTO '$output';
                """);

        assertThat(PigMain.execute("-f", script.toString(), "-param", "input=" + input, "-param", "output=" + output))
                .isZero();
        assertThat(Files.readAllLines(output.resolve("part-r-00000"))).containsExactly("a\t1", "b\t2");
        assertThat(script.resolveSibling("count.pig.substituted")).doesNotExist();
    }

    @Test
    public void aScriptThatFailsHasAnotherExitCode() {
        String fails = "words = LOAD '" + input
                + "' AS (word:chararray); ASSERT words BY word == 'a'; STORE words INTO '" + output + "';";

        assertThat(PigMain.execute("-e", fails)).isNotZero();
        assertThat(PigMain.execute("-e", fails.replace("ASSERT words BY word == 'a';", "")))
                .isZero();
    }

    @Test
    public void aWrongCommandLineIsTold() {
        assertThat(PigMain.execute("-f", "missing.pig")).isEqualTo(2);
        assertThat(PigMain.execute("--no-such-option")).isEqualTo(2);
        assertThat(PigMain.execute("--help")).isZero();
    }
}
