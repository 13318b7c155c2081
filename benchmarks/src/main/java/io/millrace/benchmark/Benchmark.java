package io.millrace.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/**
 * A benchmark as a command: tells the machine, and measures in a folder of its disk. Its parts print their tables. For one
 * run.
 */
public abstract class Benchmark implements Callable<Integer> {
    private final String name;
    private final PrintStream out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.",
            showDefaultValue = Visibility.NEVER)
    boolean help;

    @Option(
            names = "--data",
            description =
                    "Folder on the disk to measure; what is written there is removed. Default: benchmarks/target.",
            paramLabel = "DIR")
    private Path data;

    /**
     * A benchmark with the options of its class.
     *
     * @param name begins the name of the folder
     * @param out for the tables
     */
    protected Benchmark(String name, PrintStream out) {
        this.name = name;
        this.out = out;
    }

    @Override
    public final Integer call() throws IOException {
        Workspace workspace = Workspace.create(data, name);
        out.println(Machine.describe(workspace.folder()));
        out.flush();
        measure(workspace.folder());
        workspace.remove();
        return 0;
    }

    /**
     * Measures the parts that are asked for and prints their tables.
     *
     * @param folder new; removed when all has ended well
     */
    protected abstract void measure(Path folder) throws IOException;

    /** Where the tables go. */
    protected final PrintStream out() {
        return out;
    }
}
