package io.millrace.launcher.tool;

import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.config.Endpoint;
import io.millrace.launcher.Main;
import io.millrace.launcher.UserError;
import io.millrace.local.ChildJvm;
import io.millrace.local.ChildMain;
import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs the tools' examples, each in a process of its own, and reads what they answer. Not thread-safe. */
public final class ToolProcess {
    private static final Pattern TAB = Pattern.compile("\t");
    private static final int LINES_OF_LOG = 20;
    /** In the folder that processes run in, so that no blank of its path is in their command. */
    private static final String SCRIPT = "./millrace";

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    /**
     * Runs in a folder.
     *
     * @param folder gets outputs and logs
     * @param kinesis where the streams are
     * @param dynamoDb where the iterations are
     */
    public ToolProcess(Path folder, URI kinesis, URI dynamoDb) throws IOException {
        this.folder = Files.createDirectories(folder);
        environment.put(Endpoint.STREAMS_VARIABLE.name(), kinesis.toString());
        environment.put(DynamoDbClients.ENDPOINT_VARIABLE.name(), dynamoDb.toString());
        writeScript();
    }

    /** What {@code bin/millrace} does once everything is built. */
    private void writeScript() throws IOException {
        Path script = folder.resolve(SCRIPT);
        Files.writeString(
                script,
                String.join(
                        " ",
                        "#!/bin/sh\nexec",
                        quoted(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                        quoted("-D" + RuntimeClasspath.ROOT_PROPERTY + "=" + RuntimeClasspath.root()),
                        quoted("-D" + ChildJvm.FLAGS_PROPERTY + "=" + System.getProperty(ChildJvm.FLAGS_PROPERTY, "")),
                        "-cp",
                        quoted(RuntimeClasspath.of("launcher")),
                        // Ends with this JVM, however that ends.
                        ChildMain.class.getName(),
                        Long.toString(ProcessHandle.current().pid()),
                        Main.class.getName(),
                        "\"$@\"\n"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** The command that {@link #answer} runs, as a user types it in the checkout. */
    public static List<String> command(Tool tool, String iteration, String stream) {
        return tool.call(new Question(stream, iteration, Path.of("output"))).lines();
    }

    /** What must be exported for it. */
    public Map<String, String> environment() {
        return Collections.unmodifiableMap(environment);
    }

    /**
     * Asks for the ten pages with the most errors of an iteration.
     *
     * @return page and number of errors, most errors first
     * @throws UserError when the tool fails; the message holds the end of its log
     */
    public List<List<String>> answer(Tool tool, String iteration, String stream)
            throws IOException, InterruptedException {
        String name = tool.name().toLowerCase(Locale.ROOT) + "-" + iteration;
        Path output = unused(name);
        Path out = folder.resolve(output.getFileName() + ".out");
        Path log = folder.resolve(output.getFileName() + ".log");
        ToolCall call = tool.call(new Question(stream, iteration, output)).calling(SCRIPT);
        ProcessBuilder builder = new ProcessBuilder(call.words())
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("MILLRACE_HOME", folder.toString());
        builder.environment().putAll(call.environment());
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new UserError(tool.title() + " failed with exit code " + code + "; its log is " + log
                    + ", at its end:\n" + String.join("\n", end(log)));
        }
        return tool.answersOnStandardOutput() ? rows(out) : rowsOfParts(output);
    }

    private Path unused(String name) {
        Path output = folder.resolve(name);
        for (int i = 2; Files.exists(output); i++) {
            output = folder.resolve(name + "-" + i);
        }
        return output;
    }

    private static List<String> end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
    }

    private static List<List<String>> rowsOfParts(Path output) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.filter(part -> part.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList()) {
                rows.addAll(rows(file));
            }
        }
        return rows;
    }

    private static List<List<String>> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> List.of(TAB.split(line, -1)))
                .toList();
    }
}
