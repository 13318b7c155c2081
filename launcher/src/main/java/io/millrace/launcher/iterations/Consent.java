package io.millrace.launcher.iterations;

import picocli.CommandLine.Option;

/** Whether a command that changes a checkpoint table may do so; one of the two must be given. */
final class Consent {
    @Option(names = "--yes", required = true, description = "Do it.")
    boolean yes;

    @Option(names = "--dry-run", required = true, description = "Only say what would be done.")
    boolean dryRun;
}
