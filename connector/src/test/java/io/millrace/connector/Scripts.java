package io.millrace.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The scripts of the examples, as they are, and the commands of a cluster's machine that they call. */
final class Scripts {
    private Scripts() {}

    /**
     * The command {@code hadoop}, of which {@code hadoop jar} is enough here.
     *
     * @param classpath with the configuration first
     * @return the command, in a folder of tests
     */
    static String hadoop(Path folder, String classpath) throws IOException {
        return command(folder.resolve("hadoop"), "shift\n", classpath, "org.apache.hadoop.util.RunJar");
    }

    /** The command {@code pig}. */
    static String pig(Path folder, String classpath) throws IOException {
        return command(folder.resolve("pig"), "", classpath, "io.millrace.pig.local.PigMain");
    }

    private static String command(Path file, String before, String classpath, String main) throws IOException {
        Files.writeString(
                file,
                "#!/bin/sh\n" + before + "exec " + BriefJvm.shellCommand()
                        + " -Xmx512m --add-opens=java.base/java.lang=ALL-UNNAMED -cp '" + classpath + "' " + main
                        + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    /**
     * Runs a script to its end, which must be a good one.
     *
     * @param environment what is added to that of the tests
     * @param folder where it runs, and where its log is kept
     */
    static void run(List<String> command, Map<String, String> environment, Path folder) throws Exception {
        start(command, environment, folder).awaitSuccess();
    }

    /** The same, without waiting for its end. */
    static JobClient.Running start(List<String> command, Map<String, String> environment, Path folder)
            throws IOException {
        Path log = Files.createTempFile(folder, "job", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(folder.toFile());
        builder.environment().putAll(environment);
        return new JobClient.Running(builder.start(), log);
    }
}
