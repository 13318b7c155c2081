package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.RuntimeClasspath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code beeline}: a process for each script, with a session of its own at a HiveServer2. */
final class Beeline {
    private final Path folder;
    private final String url;

    /**
     * One that talks to a HiveServer2.
     *
     * @param folder for scripts and what is printed
     */
    Beeline(Path folder, String url) {
        this.folder = folder;
        this.url = url;
    }

    /**
     * Runs statements and commands of Beeline's own, all of which must end well.
     *
     * @return the rows of all of them, with tabs between the columns
     */
    List<String> run(List<String> statements) throws IOException, InterruptedException {
        Ended session = session(statements);
        assertThat(session.exitValue).as(session.log).isZero();
        return session.rows;
    }

    /** Runs statements of which one must fail, and returns all that is said. */
    String fail(List<String> statements) throws IOException, InterruptedException {
        Ended session = session(statements);
        assertThat(session.exitValue).as(session.log).isNotZero();
        return session.log;
    }

    private record Ended(int exitValue, List<String> rows, String log) {}

    private Ended session(List<String> statements) throws IOException, InterruptedException {
        Path script = Files.createTempFile(folder, "beeline", ".hql");
        Path rows = Path.of(script + ".rows");
        Path log = Path.of(script + ".log");
        Files.write(
                script,
                statements.stream()
                        .map(line -> line.startsWith("!") ? line : line + ";")
                        .toList());
        List<String> command = BriefJvm.command();
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                classpath(),
                "org.apache.hive.beeline.BeeLine",
                "-u",
                url,
                "-n",
                "hive",
                "--outputformat=tsv2",
                "--showHeader=false",
                "-f",
                script.toString()));
        Process beeline = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(rows.toFile())
                .redirectError(log.toFile())
                .start();
        boolean ended = beeline.waitFor(5, TimeUnit.MINUTES);
        beeline.destroyForcibly();
        String printed = Files.readString(log);
        assertThat(ended).as("ended: " + printed).isTrue();
        return new Ended(beeline.exitValue(), Files.readAllLines(rows), printed);
    }

    /** Hive's driver and Beeline, which is none of the local Hive's parts. */
    private static String classpath() {
        StringBuilder classpath = new StringBuilder(RuntimeClasspath.of("local-hive"));
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (path.matches(".*/(hive-beeline|super-csv)-[^/]*\\.jar")) {
                classpath.append(File.pathSeparator).append(path);
            }
        }
        return classpath.toString();
    }
}
