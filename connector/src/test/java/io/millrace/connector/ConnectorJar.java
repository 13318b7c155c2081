package io.millrace.connector;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the jar that was built, and the class paths of those who use it. */
final class ConnectorJar {
    private ConnectorJar() {}

    static Path path() throws IOException {
        Path target = Path.of(System.getProperty("millrace.root"), "connector", "target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("millrace-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Hadoop's jars as the test has them, the job's classes and the connector's jar: none of its parts on its own. */
    static String classpath() throws IOException {
        return path() + File.pathSeparator + hadoop();
    }

    /** The same without the connector's jar. */
    static String hadoop() {
        String sdk = Path.of("software", "amazon").toString();
        return entries()
                .filter(path -> path.endsWith("test-classes") || !(isOfThisBuild(path) || path.contains(sdk)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The jar of Hadoop Streaming. */
    static Path streaming() {
        return entries()
                .filter(path -> path.contains("hadoop-streaming"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    /** The jar of the MapReduce examples. */
    static Path examples() {
        return entries()
                .filter(path -> path.matches(".*example-mapreduce[^/]*\\.jar"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /** A Maven repository may lie beside or in the checkout. */
    private static boolean isOfThisBuild(String path) {
        Path root = Path.of(System.getProperty("millrace.root"));
        return Path.of(path).startsWith(root)
                && StreamSupport.stream(root.relativize(Path.of(path)).spliterator(), false)
                        .limit(3)
                        .anyMatch(name -> name.toString().equals("target"));
    }
}
