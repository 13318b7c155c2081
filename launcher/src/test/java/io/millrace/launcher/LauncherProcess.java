package io.millrace.launcher;

import io.millrace.local.ChildJvm;
import io.millrace.local.RuntimeClasspath;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher in a process of its own, as bin/millrace starts it after the build. */
public final class LauncherProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private LauncherProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a command.
     *
     * @param folder gets its standard output and error, and is its MILLRACE_HOME
     */
    public static LauncherProcess start(Path folder, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-D" + ChildJvm.FLAGS_PROPERTY + "=" + System.getProperty(ChildJvm.FLAGS_PROPERTY, ""),
                "-D" + RuntimeClasspath.ROOT_PROPERTY + "=" + RuntimeClasspath.root(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                RuntimeClasspath.of("launcher"),
                Main.class.getName()));
        line.addAll(List.of(arguments));
        File out = folder.resolve("out.txt").toFile();
        File err = folder.resolve("err.txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(line).redirectOutput(out).redirectError(err);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("MILLRACE_HOME", folder.toString());
        return new LauncherProcess(builder.start(), out.toPath(), err.toPath());
    }

    /** What it wrote to standard output so far. */
    public String out() throws IOException {
        return Files.readString(out);
    }

    /** What it wrote to standard error so far. */
    public String err() throws IOException {
        return Files.readString(err);
    }

    /** Gives it text on standard input, which stays open. */
    public void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Tells it to stop, by SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and returns its exit code. */
    public int await(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s:\n" + out() + "\n" + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
