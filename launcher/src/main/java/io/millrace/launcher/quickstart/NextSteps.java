package io.millrace.launcher.quickstart;

import io.millrace.launcher.tool.Question;
import io.millrace.local.RuntimeClasspath;
import java.nio.file.Path;
import java.util.List;

/** The end of the quickstart: the verdict, and commands that go on with what it has left. */
record NextSteps(RunFolder folder, Screen screen) {

    void show(boolean passed, List<String> ask) {
        screen.line("");
        screen.line(
                passed
                        ? "All checks passed, in " + screen.elapsed() + ". Everything that was started is stopped."
                        : "SOME CHECKS FAILED, after " + screen.elapsed() + ". Please report this with the logs in "
                                + folder.log("x").getParent());
        if (!passed) {
            return;
        }
        String millrace = inCheckout("bin/millrace");
        screen.line("");
        screen.line("To go on with this stream and its iterations, start its servers again:");
        screen.line("  " + millrace + " service --data " + folder.streams() + " &");
        screen.line("  " + millrace + " dynamodb --data " + folder.tables() + " &");
        screen.line(
                "  export AWS_ENDPOINT_URL_KINESIS=http://127.0.0.1:4567 AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000");
        screen.line("then put more lines, ask for the next iteration, and look around:");
        screen.line("  " + millrace + " put " + Production.STREAM + " your-access.log");
        ask.forEach(line -> screen.line("  " + line));
        screen.line("  " + millrace + " stream describe " + Production.STREAM);
        screen.line("  " + millrace + " iterations show 1 --table " + Question.CHECKPOINT_TABLE);
        screen.line("README.md says how to use all of this against AWS.");
    }

    /** How the next iteration of the quickstart's Hive is asked for. */
    static List<String> askHive() {
        return List.of(inCheckout("bin/millrace") + " hive -f " + inCheckout("examples/hql/top-errors.hql")
                + " --hivevar stream=" + Production.STREAM + " --hivevar iteration=next");
    }

    /** How the user can name a file of the checkout from where they are. */
    private static String inCheckout(String file) {
        Path path = RuntimeClasspath.root().toAbsolutePath().resolve(file);
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
