package io.millrace.launcher.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Where one run of the quickstart keeps what it makes: {@code $MILLRACE_HOME/quickstart/TIME}. It stays afterwards, so
 * that the stream and the iterations can be looked at.
 *
 * @param root the folder
 */
record RunFolder(Path root) {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final String HOME = "MILLRACE_HOME";

    /**
     * Makes a new folder.
     *
     * @param home what {@code MILLRACE_HOME} says, null or blank for {@code ~/.millrace}
     */
    static RunFolder create(String home, Clock clock) throws IOException {
        Path base =
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".millrace") : Path.of(home);
        Path runs = base.toAbsolutePath().normalize().resolve("quickstart");
        Files.createDirectories(runs);
        String name = NAME.format(LocalDateTime.now(clock));
        Path root = runs.resolve(name);
        for (int i = 2; Files.exists(root); i++) {
            root = runs.resolve(name + "-" + i);
        }
        return new RunFolder(Files.createDirectory(root));
    }

    static RunFolder create() throws IOException {
        return create(System.getenv(HOME), Clock.system(ZoneId.systemDefault()));
    }

    /** Data of the stream service. */
    Path streams() {
        return root.resolve("streams");
    }

    /** Data of DynamoDB Local. */
    Path tables() {
        return root.resolve("dynamodb");
    }

    /** State of Hive: metastore, warehouse and its own logs. */
    Path hive() {
        return root.resolve("hive");
    }

    /** Answers of a tool other than Hive, with their logs. */
    Path tool() {
        return root.resolve("tool");
    }

    Path log(String process) {
        return root.resolve("logs").resolve(process + ".log");
    }
}
