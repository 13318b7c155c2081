package io.millrace.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says on which disk a benchmark works, and the frame of its run there. Not thread-safe. */
public final class MeasuredFolder {
    @Option(
            names = "--data",
            description =
                    "Folder on the disk to measure; what is written there is removed. Default: benchmarks/target.",
            paramLabel = "DIR")
    private Path data;

    /** What a benchmark does in its folder. */
    @FunctionalInterface
    public interface Work {
        void in(Path folder) throws IOException;
    }

    /**
     * Prints what the machine is and does the work in a new folder, which is removed when the work has ended well.
     *
     * @param name how the folder's name begins
     */
    public void run(String name, PrintStream out, Work work) throws IOException {
        Workspace workspace = Workspace.create(data, name);
        out.println(Machine.describe(workspace.folder()));
        out.flush();
        work.in(workspace.folder());
        workspace.remove();
    }
}
