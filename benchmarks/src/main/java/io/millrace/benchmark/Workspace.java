package io.millrace.benchmark;

import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for the data of one run. It is removed when the run has ended well; else it stays, with the logs of the
 * processes that were started. Not thread-safe.
 */
public final class Workspace {
    private final Path folder;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a new folder.
     *
     * @param base where; null for {@code benchmarks/target}
     * @param name how its name begins
     */
    public static Workspace create(Path base, String name) throws IOException {
        Path parent = base == null ? RuntimeClasspath.root().resolve("benchmarks/target") : base;
        Files.createDirectories(parent);
        return new Workspace(Files.createTempDirectory(parent, name));
    }

    public Path folder() {
        return folder;
    }

    /** Removes the folder and all that is in it. */
    public void remove() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
