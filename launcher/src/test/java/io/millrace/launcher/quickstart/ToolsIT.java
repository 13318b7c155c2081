package io.millrace.launcher.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.LauncherProcess;
import io.millrace.launcher.tool.Tool;
import io.millrace.launcher.tool.ToolProcess;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.StreamServiceProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The examples of all tools: one question, one iteration, one answer. */
public class ToolsIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void all_tools_give_the_same_answer_on_the_same_iteration() throws Exception {
        Path root = folder.getRoot().toPath();
        LogFile log = LogFile.count(LogFile.sample());
        Screen screen = new Screen(new PrintWriter(new StringWriter()), 1);
        try (StreamServiceProcess streams =
                        StreamServiceProcess.start(root.resolve("streams"), root.resolve("streams.log"));
                DynamoDbLocalProcess tables = DynamoDbLocalProcess.inMemory(root.resolve("tables.log"));
                Production production =
                        Production.open(log, streams.endpoint(), screen, new PrintWriter(new StringWriter()))) {
            production.first();
            ToolProcess process = new ToolProcess(root.resolve("a folder"), streams.endpoint(), tables.endpoint());
            List<List<String>> expected =
                    ErrorsByPage.top(LogFile.open(log.path()).limit(log.half()));
            assertThat(expected).hasSize(10);

            boolean planned = false;
            for (Tool tool : Tool.values()) {
                assertThat(process.answer(tool, "0", Production.STREAM))
                        .as(tool.title())
                        .isEqualTo(expected);
                if (!planned) {
                    // The first tool has planned the iteration; for the others there is more in the stream, and other
                    // shards.
                    production.secondWhileResharding();
                    planned = true;
                }
            }
        }
    }

    @Test
    public void the_quickstart_of_another_tool_ends_well() throws Exception {
        try (LauncherProcess quickstart =
                LauncherProcess.start(folder.getRoot().toPath(), "quickstart", "--with", "mapreduce")) {
            int exitCode = quickstart.await(300);

            assertThat(quickstart.err()).isEmpty();
            assertThat(exitCode).as(quickstart.out()).isZero();
            assertThat(quickstart.out())
                    .contains("bin/millrace hadoop jar examples/mapreduce/target/example-mapreduce-")
                    .contains("ok      answer of iteration 0, asked again")
                    .contains("All checks passed")
                    .doesNotContain("WRONG");
        }
    }
}
