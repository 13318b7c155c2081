package io.millrace.connector;

import io.millrace.local.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs that live for seconds: clients and containers, which are started by the dozen. */
final class BriefJvm {
    /** The build's flags for them, separated by spaces. */
    static final String FLAGS = System.getProperty(ChildJvm.FLAGS_PROPERTY, "");

    private BriefJvm() {}

    /** The beginning of a command line: the program and these flags, to which others can be added. */
    static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(FLAGS.split(" ", 0)));
        command.removeIf(String::isEmpty);
        return command;
    }

    /** The same for a shell. */
    static String shellCommand() {
        return "'" + String.join("' '", command()) + "'";
    }
}
