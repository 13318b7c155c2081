package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Submits jobs to a cluster as the {@code hadoop} command does: a JVM of its own with Hadoop and the connector's jar. */
final class JobClient {
    private final Path folder;
    private final List<String> options = new ArrayList<>();

    /**
     * One that keeps its files in a folder.
     *
     * @param configuration where the cluster is
     */
    JobClient(Path folder, Path configuration) throws IOException {
        this.folder = folder;
        Collections.addAll(
                options,
                "-conf",
                configuration.toString(),
                "-libjars",
                ConnectorJar.path().toString());
    }

    /** Where it keeps what jobs print. */
    Path folder() {
        return folder;
    }

    /** Sets a key for all jobs to come. */
    void set(String key, String value) {
        Collections.addAll(options, "-D", key + "=" + value);
    }

    /** Has all jobs to come run in the client itself; they still find their files in HDFS. */
    void runLocally() {
        set("mapreduce.framework.name", "local");
        set("hadoop.tmp.dir", folder.resolve("tmp").toString());
    }

    /** A job that was submitted. */
    record Running(Process process, Path log) {
        /** Waits for its end, which must be a good one, and returns what it printed. */
        String awaitSuccess() throws IOException, InterruptedException {
            String printed = awaitEnd();
            assertThat(process.exitValue()).as(printed).isZero();
            return printed;
        }

        /** Waits for its end, however it ends, and returns what it printed. */
        String awaitEnd() throws IOException, InterruptedException {
            boolean ended = process.waitFor(15, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String printed = Files.readString(log);
            assertThat(ended).as("ended: " + printed).isTrue();
            return printed;
        }
    }

    /** Starts a main class that is on the class path. */
    Running start(Class<?> main, List<String> arguments) throws IOException {
        return launch(List.of(main.getName()), arguments);
    }

    /** Starts a main class out of a jar, as {@code hadoop jar} does. */
    Running start(Path jar, String main, List<String> arguments) throws IOException {
        return launch(List.of("org.apache.hadoop.util.RunJar", jar.toString(), main), arguments);
    }

    private Running launch(List<String> program, List<String> arguments) throws IOException {
        List<String> command = BriefJvm.command();
        command.addAll(List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                ConnectorJar.classpath()));
        command.addAll(program);
        command.addAll(options);
        command.addAll(arguments);
        Path log = Files.createTempFile(folder, "job", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(folder.toFile())
                .start();
        return new Running(process, log);
    }
}
