package io.millrace.launcher.quickstart;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.launcher.iterations.IterationTables;
import io.millrace.launcher.put.LineReader;
import io.millrace.launcher.tool.Question;
import io.millrace.launcher.tool.Tool;
import io.millrace.launcher.tool.ToolProcess;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The story of the quickstart with another tool than Hive: its example finds the ten pages with the most errors of iteration
 * 0, of iteration 1, for which shards have changed, and of iteration 0 again. Not thread-safe; runs once.
 */
final class ToolQuickstart {
    static final int STEPS = 7;

    private final Tool tool;
    private final LogFile log;
    private final RunFolder folder;
    private final LocalParts parts;
    private final Screen screen;
    private final PrintWriter err;
    private final ToolProcess process;

    ToolQuickstart(Tool tool, LogFile log, RunFolder folder, LocalParts parts, Screen screen, PrintWriter err)
            throws Exception {
        this.tool = tool;
        this.log = log;
        this.folder = folder;
        this.parts = parts;
        this.screen = screen;
        this.err = err;
        this.process = new ToolProcess(folder.tool(), parts.kinesis(), parts.dynamoDb());
    }

    /** Tells the story; false when a check failed. */
    boolean run() throws Exception {
        screen.line(String.format(
                Locale.ROOT, "Millrace quickstart of %s with %s (%,d lines)", tool.title(), log.path(), log.lines()));
        screen.line("logs: " + folder.log("*") + " and " + folder.tool().resolve("*.log"));
        screen.step("Start the stream service and DynamoDB Local, each a process of its own");
        screen.detail("stream service  " + parts.kinesis());
        screen.detail("DynamoDB Local  " + parts.dynamoDb());
        try (Production production = Production.open(log, parts.kinesis(), screen, err)) {
            return run(production);
        }
    }

    private boolean run(Production production) throws Exception {
        screen.step("Create the stream '" + Production.STREAM + "' with " + Production.SHARDS
                + " shards and put the first half of the log");
        long first = production.first();
        screen.step("Iteration 0: all that the stream holds now, asked with " + tool.title());
        screen.detail(tool.shownExample());
        screen.block(Files.readAllLines(tool.example()));
        List<String> command = new ArrayList<>();
        process.environment().forEach((name, value) -> command.add("export " + name + "=" + value));
        command.addAll(ToolProcess.command(tool, "0", Production.STREAM));
        screen.block(command);
        List<List<String>> zero = ask(0);
        IterationPlan ranges = ranges(0);
        screen.step("Put the other half, and meanwhile split a shard and merge two");
        long second = production.secondWhileResharding();
        screen.step("Iteration 1: only what is new, whatever became of the shards");
        List<List<String>> one = ask(1);
        ranges(1);
        screen.step("Iteration 0 once more: the same records, so the same answer");
        List<List<String>> again = ask(0);
        screen.step("Check what " + tool.title() + " answered against counts made without it");
        Check check = new Check(screen);
        check.equal("records put in all", log.usable(), first + second);
        try (LineReader lines = LogFile.open(log.path())) {
            check.equal("answer of iteration 0", ErrorsByPage.top(lines.limit(log.half())), zero);
            check.equal("answer of iteration 1", ErrorsByPage.top(lines), one);
        }
        check.equal("answer of iteration 0, asked again", zero, again);
        check.equal("ranges of iteration 0, asked again", ranges.shards(), plan(0).shards());
        new NextSteps(folder, screen).show(check.passed(), ToolProcess.command(tool, "next", Production.STREAM));
        return check.passed();
    }

    private List<List<String>> ask(long iteration) throws Exception {
        String what = tool.title() + " reads iteration " + iteration;
        List<List<String>> rows =
                new Ticker(err).during(what, () -> process.answer(tool, Long.toString(iteration), Production.STREAM));
        screen.block(new ResultTable(List.of("page", "errors"), rows).lines());
        return rows;
    }

    private IterationPlan ranges(long iteration) {
        IterationPlan plan = plan(iteration);
        screen.detail("what iteration " + iteration + " reads of each shard:");
        screen.block(IterationTables.shards(plan).lines());
        return plan;
    }

    private IterationPlan plan(long iteration) {
        return new CheckpointView(parts.dynamoDb(), Question.CHECKPOINT_TABLE, Question.LOGICAL_NAME).plan(iteration);
    }
}
