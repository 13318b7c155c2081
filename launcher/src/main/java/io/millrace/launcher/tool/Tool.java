package io.millrace.launcher.tool;

import io.millrace.local.BuiltJars;
import io.millrace.local.RuntimeClasspath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tools that read streams, each with its example that finds the ten pages with the most errors. */
public enum Tool {
    HIVE("Hive", "examples/hql/top-pages.hql") {
        @Override
        ToolCall call(Question question) {
            return new ToolCall(List.of(
                    ToolCall.MILLRACE,
                    "hive",
                    "-f",
                    example().toString(),
                    "--hivevar",
                    "stream=" + question.stream(),
                    "--hivevar",
                    "iteration=" + question.iteration()));
        }
    },

    PIG("Pig", "examples/pig/top-errors.pig") {
        @Override
        ToolCall call(Question question) {
            return new ToolCall(words(Stream.of(
                    List.of(ToolCall.MILLRACE, "pig", "-f", example().toString()),
                    List.of("-param", "stream=" + question.stream(), "-param", "output=" + question.output()),
                    question.settings())));
        }
    },

    STREAMING("Hadoop Streaming", "examples/streaming/errors_by_page.sh") {
        @Override
        ToolCall call(Question question) {
            Map<String, String> environment = Map.of(
                    "HADOOP", ToolCall.MILLRACE + " hadoop",
                    "MILLRACE_JAR", BuiltJars.of("connector", "millrace").toString(),
                    "STREAMING_JAR",
                            BuiltJars.dependency("local-hadoop", "hadoop-streaming")
                                    .toString(),
                    "MAPPER", example().getFileName().toString(),
                    "REDUCER", "top.sh");
            List<String> job = List.of(
                    example().resolveSibling("run.sh").toString(),
                    question.stream(),
                    question.output().toString());
            return new ToolCall(words(Stream.of(List.of("sh"), job, question.settings())), environment);
        }
    },

    MAPREDUCE("MapReduce", "examples/mapreduce/src/main/java/io/millrace/examples/mapreduce/TopErrors.java") {
        @Override
        ToolCall call(Question question) {
            return new ToolCall(words(Stream.of(
                    jar("examples/mapreduce", "example-mapreduce", "io.millrace.examples.mapreduce.TopErrors"),
                    List.of("-D", "kinesis.stream.name=" + question.stream()),
                    question.settings(),
                    List.of(question.output().toString()))));
        }
    },

    CASCADING("Cascading", "examples/cascading/src/main/java/io/millrace/examples/cascading/TopErrors.java") {
        @Override
        ToolCall call(Question question) {
            return new ToolCall(words(Stream.of(
                    jar("examples/cascading", "example-cascading", "io.millrace.examples.cascading.TopErrors"),
                    question.settings(),
                    List.of(question.stream(), question.output().toString()))));
        }
    };

    private final String title;
    private final String example;

    Tool(String title, String example) {
        this.title = title;
        this.example = example;
    }

    /** Its name as it is written. */
    public String title() {
        return title;
    }

    /** The file to look at. */
    public Path example() {
        return RuntimeClasspath.root().toAbsolutePath().resolve(example);
    }

    /** The example's path within the checkout. */
    public String shownExample() {
        return example;
    }

    /** How the example is run. */
    abstract ToolCall call(Question question);

    /** Whether the answer is on standard output instead of in a folder. */
    boolean answersOnStandardOutput() {
        return this == HIVE;
    }

    private static List<String> jar(String module, String artifact, String job) {
        return List.of(
                ToolCall.MILLRACE,
                "hadoop",
                "jar",
                BuiltJars.of(module, artifact).toString(),
                job);
    }

    private static List<String> words(Stream<List<String>> parts) {
        return parts.flatMap(List::stream).toList();
    }
}
