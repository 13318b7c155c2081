package io.millrace.hive;

import io.millrace.hive.local.Script;
import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the folder examples, as users have them. */
final class Examples {
    private Examples() {}

    /** A file or folder of it. */
    static Path path(String name) {
        return RuntimeClasspath.root().resolve("examples").resolve(name);
    }

    /** The statements of a file of examples/hql. */
    static List<String> statements(String file) throws IOException {
        return Script.statements(Files.readString(path("hql").resolve(file)));
    }

    /** Runs a file of examples/hql, and returns the rows of its last query. */
    static List<String> run(HiveSession hive, String file) throws IOException {
        List<String> rows = List.of();
        for (String statement : statements(file)) {
            rows = hive.run(statement);
        }
        return rows;
    }
}
