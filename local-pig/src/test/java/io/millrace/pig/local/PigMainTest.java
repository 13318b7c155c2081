package io.millrace.pig.local;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    public void aScriptThatFailsHasAnotherExitCodeThanAWrongCommandLine() {
        String fails = "words = LOAD '" + input
                + "' AS (word:chararray); ASSERT words BY word == 'a'; STORE words INTO '" + output + "';";

        assertThat(PigMain.execute("-e", fails)).isEqualTo(1);
        assertThat(PigMain.execute("-e", fails.replace("ASSERT words BY word == 'a';", "")))
                .isZero();
    }

    /** Of a job that can't be started, Pig itself shows no reason. */
    @Test
    public void theReasonOfAJobThatCannotBeStartedIsTold() throws Exception {
        String fails = "words = LOAD '" + input + ".missing' AS (word:chararray); STORE words INTO '" + output + "';";
        PrintStream standardError = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            assertThat(PigMain.execute("-e", fails)).isEqualTo(1);
        } finally {
            System.setErr(standardError);
        }
        assertThat(told.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.startsWith("millrace pig: "))
                .singleElement(as(STRING))
                .startsWith("millrace pig: ERROR ")
                .contains("Input path does not exist", "input.missing");
    }

    @Test
    public void aWrongCommandLineIsTold() {
        assertThat(PigMain.execute("-f", "missing.pig")).isEqualTo(2);
        assertThat(PigMain.execute("--no-such-option")).isEqualTo(2);
        assertThat(PigMain.execute("--help")).isZero();
    }
}
