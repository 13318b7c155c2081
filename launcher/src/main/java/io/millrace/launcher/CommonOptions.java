package io.millrace.launcher;

import picocli.CommandLine.Option;

/** Options that each command of the launcher itself understands; commands extend it. */
public abstract class CommonOptions {
    /** Name of the option that asks for stack traces. */
    static final String VERBOSE = "--verbose";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Option(names = VERBOSE, description = "Show the stack trace of an error as well.")
    boolean verbose;
}
