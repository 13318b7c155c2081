package io.millrace.hadoop.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.hadoop.streaming.HadoopStreaming;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HadoopMainTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @Test
    public void aJobsJarRunsWithItsArguments() throws Exception {
        Path input = Files.write(temp.getRoot().toPath().resolve("input"), List.of("b", "a", "b"));
        Path output = temp.getRoot().toPath().resolve("output");

        assertThat(HadoopMain.execute(
                        "jar",
                        jobJar().toString(),
                        HadoopStreaming.class.getName(),
                        "-D",
                        "hadoop.tmp.dir=" + temp.getRoot() + "/tmp",
                        "-input",
                        input.toString(),
                        "-output",
                        output.toString(),
                        "-mapper",
                        "cat",
                        "-reducer",
                        "uniq -c"))
                .isZero();
        assertThat(Files.readAllLines(output.resolve("part-00000")))
                .extracting(line -> line.strip().replaceAll("\\s+", " "))
                .containsExactly("1 a", "2 b");
    }

    /** Nothing is in it: the class that it runs is on the class path. */
    private Path jobJar() throws Exception {
        Path jar = temp.getRoot().toPath().resolve("job.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            entries.putNextEntry(new JarEntry("empty"));
        }
        return jar;
    }

    @Test
    public void filesAreThoseOfTheMachine() throws Exception {
        Path file = temp.newFile().toPath();

        assertThat(HadoopMain.execute("fs", "-test", "-e", file.toString())).isZero();
        assertThat(HadoopMain.execute("fs", "-test", "-e", file + ".missing")).isEqualTo(1);
    }

    @Test
    public void aDamagedJarIsNamedWithoutAStackTrace() throws Exception {
        Path whole = jobJar();
        Path part = temp.getRoot().toPath().resolve("part.jar");
        Files.write(part, Arrays.copyOf(Files.readAllBytes(whole), 20));
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, UTF_8));
        try {
            assertThat(HadoopMain.execute("jar", part.toString())).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        assertThat(told.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("millrace: " + part + " is no jar, or a damaged one: ");
    }

    @Test
    public void aWrongCommandLineIsTold() {
        assertThat(HadoopMain.execute("jar", "missing.jar")).isEqualTo(2);
        assertThat(HadoopMain.execute("jar")).isEqualTo(2);
        assertThat(HadoopMain.execute("jra")).isEqualTo(2);
        assertThat(HadoopMain.execute("--help")).isZero();
    }
}
