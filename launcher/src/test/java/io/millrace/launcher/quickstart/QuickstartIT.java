package io.millrace.launcher.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.Cli;
import io.millrace.launcher.LauncherProcess;
import io.millrace.launcher.tool.Question;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.StreamServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The quickstart as a newcomer sees it, from its own process to the commands that it proposes at its end. */
public class QuickstartIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void the_quickstart_ends_well_and_leaves_what_it_says() throws Exception {
        Path home = folder.getRoot().toPath();
        try (LauncherProcess quickstart = LauncherProcess.start(home, "quickstart", "--verbose")) {
            int exitCode = quickstart.await(600);

            assertThat(quickstart.err()).isEmpty();
            assertThat(exitCode).as(quickstart.out()).isZero();
            assertThat(quickstart.out())
                    .contains("(2,000 lines)")
                    .contains("records of iteration 0: 1,000")
                    .contains("records of iteration 1: 1,000")
                    .contains("ok      rows of iteration 0, read again")
                    .contains("ok      records of each status")
                    .contains("All checks passed")
                    .doesNotContain("WRONG");
        }
        RunFolder run = new RunFolder(only(home.resolve("quickstart")));
        try (StreamServiceProcess service = StreamServiceProcess.start(run.streams(), home.resolve("service.log"));
                DynamoDbLocalProcess dynamoDb =
                        DynamoDbLocalProcess.onDisk(run.tables(), 0, home.resolve("dynamodb.log"))) {
            Cli described = Cli.run(
                    "stream",
                    "describe",
                    Production.STREAM,
                    "--endpoint-url",
                    service.endpoint().toString());
            assertThat(described.exitCode()).as(described.err()).isZero();
            assertThat(described.out().lines().filter(line -> line.startsWith("shardId-")))
                    .hasSize(7);

            Cli shown = Cli.run(
                    "iterations",
                    "show",
                    "1",
                    "--table",
                    Question.CHECKPOINT_TABLE,
                    "--endpoint-url",
                    dynamoDb.endpoint().toString());
            assertThat(shown.exitCode()).as(shown.err()).isZero();
            assertThat(shown.out()).contains("iteration 1").containsPattern("shardId-000000000006 +goes on +\\d+");
        }
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> found = entries.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
