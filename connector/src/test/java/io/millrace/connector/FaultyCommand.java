package io.millrace.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command for Pig's STREAM that passes lines on as they are; of all the tasks that run it, one does not come through, once. */
final class FaultyCommand {
    private static final int BEFORE = 3;

    private final Path folder;

    /** Keeps its files in a folder that all nodes see. */
    FaultyCommand(Path folder) {
        this.folder = folder;
    }

    /** The attempt's JVM ends at once. */
    String killsItsAttempt() throws IOException {
        return command("kill -9 $PPID");
    }

    /** The attempt does nothing more until somebody ends it. */
    String hangs() throws IOException {
        return command(": > hangs; while kill -0 $PPID 2> /dev/null; do sleep 0.2; done; exit 1");
    }

    private String command(String fault) throws IOException {
        List<String> lines = List.of(
                "n=0",
                "while IFS= read -r line; do",
                "  printf '%s\\n' \"$line\"",
                "  n=$((n + 1))",
                "  if [ $n -eq " + BEFORE + " ] && mkdir '" + folder + "/struck' 2> /dev/null; then",
                "    cd '" + folder + "'; " + fault,
                "  fi",
                "done");
        return "sh " + Files.write(folder.resolve("faulty.sh"), lines);
    }

    /** Waits until an attempt hangs. */
    void awaitHanging(JobClient.Running script) {
        Awaitility.await()
                .atMost(4, TimeUnit.MINUTES)
                .failFast("the script ended", () -> !script.process().isAlive())
                .until(() -> Files.exists(folder.resolve("hangs")));
    }
}
