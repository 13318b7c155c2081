package io.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that runs in a JVM of its own and says {@code listening on port N} on its standard output once it can be
 * used. Its output goes to a log file. It ends with {@link #close}, with {@link #kill} or with this JVM, whichever is
 * first. Thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
    /**
     * System property: flags, between spaces, that every process gets besides its own. Tests, whose processes live for seconds,
     * have them compile less.
     */
    public static final String FLAGS_PROPERTY = "millrace.child.flags";

    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Path log;
    private final int port;

    private ChildJvm(String name, Process process, Path log, int port) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * What to start.
     *
     * @param name how messages call the process
     * @param module the module whose {@link RuntimeClasspath} it runs on
     * @param extraClasspath put before the module's, may be empty
     * @param jvmFlags flags of the JVM, such as {@code -Xmx256m}
     * @param mainClass its main class
     * @param arguments of the main class
     * @param log file that gets its standard output and error; replaced when it exists
     */
    public record Command(
            String name,
            String module,
            List<Path> extraClasspath,
            List<String> jvmFlags,
            String mainClass,
            List<String> arguments,
            Path log) {

        public Command {
            extraClasspath = List.copyOf(extraClasspath);
            jvmFlags = List.copyOf(jvmFlags);
            arguments = List.copyOf(arguments);
        }

        /** The program and its arguments, for a caller that starts the process itself, without the log. */
        public List<String> line() {
            StringBuilder classpath = new StringBuilder();
            extraClasspath.forEach(path -> classpath.append(path).append(java.io.File.pathSeparator));
            classpath.append(RuntimeClasspath.of(module)).append(java.io.File.pathSeparator);
            classpath.append(RuntimeClasspath.of("local-processes"));
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(jvmFlags);
            line.addAll(List.of(System.getProperty(FLAGS_PROPERTY, "").split(" ", 0)));
            line.removeIf(String::isEmpty);
            line.add("-cp");
            line.add(classpath.toString());
            line.add(ChildMain.class.getName());
            line.add(Long.toString(ProcessHandle.current().pid()));
            line.add(mainClass);
            line.addAll(arguments);
            return line;
        }
    }

    /**
     * Starts the process and waits until it listens.
     *
     * @throws IllegalStateException when it ends or stays silent for two minutes; the message holds the end of its log
     */
    public static ChildJvm start(Command command) {
        try {
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            Files.deleteIfExists(command.log());
            ProcessBuilder builder = new ProcessBuilder(command.line())
                    .redirectErrorStream(true)
                    .redirectOutput(command.log().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(nullFile()));
            // Hive looks there for the user's name, and containers often don't have it.
            builder.environment().putIfAbsent("USER", System.getProperty("user.name"));
            Process process = builder.start();
            int port = awaitPort(command, process);
            return new ChildJvm(command.name(), process, command.log(), port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.name(), e);
        }
    }

    /** The port on 127.0.0.1 that it listens on. */
    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Where its standard output and error go. */
    public Path log() {
        return log;
    }

    /** Ends it at once, as {@code kill -9} does: nothing that it has not yet written to disk survives. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Asks it to stop (SIGTERM) and waits; kills it when it has not stopped within half a minute. */
    @Override
    public void close() {
        process.destroy();
        awaitExit();
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " (process " + process.pid() + ") did not stop within "
                        + STOP_TIMEOUT.toSeconds() + " s and was killed; its log: " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int awaitPort(Command command, Process process) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            boolean alive = process.isAlive();
            Matcher listening = LISTENING.matcher(Files.readString(command.log()));
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
            if (!alive) {
                throw new IllegalStateException(command.name() + " ended with exit code " + process.exitValue()
                        + " before it was ready:\n" + tail(command.log()));
            }
            try {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + command.name() + " started", e);
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException(
                command.name() + " was not ready within " + START_TIMEOUT.toSeconds() + " s:\n" + tail(command.log()));
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private static java.io.File nullFile() {
        return new java.io.File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }
}
