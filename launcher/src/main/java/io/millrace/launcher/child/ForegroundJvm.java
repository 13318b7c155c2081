package io.millrace.launcher.child;

import io.millrace.local.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs another module's main class in front of the user: same terminal, same signals, its exit code is ours. */
final class ForegroundJvm {
    private static final long STOP_SECONDS = 30;
    // A process in the foreground writes to the terminal, so the log that a ChildJvm has is never opened.
    private static final Path NO_LOG = Path.of("unused");

    private ForegroundJvm() {}

    /**
     * Runs it to its end. When this JVM is told to stop (SIGTERM, SIGINT), the process is told so too and is given half
     * a minute.
     *
     * @return its exit code
     */
    static int run(
            String name,
            String module,
            List<Path> extraClasspath,
            List<String> jvmFlags,
            String mainClass,
            List<String> arguments) {
        ChildJvm.Command command =
                new ChildJvm.Command(name, module, extraClasspath, jvmFlags, mainClass, arguments, NO_LOG);
        try {
            Process process = new ProcessBuilder(command.line()).inheritIO().start();
            Thread stop = new Thread(() -> stop(process), "stop-" + module);
            Runtime.getRuntime().addShutdownHook(stop);
            int code = process.waitFor();
            removeHook(stop);
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ran", e);
        }
    }

    private static void removeHook(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // This JVM is ending already, and the hook with it: that is why the process ended.
            return;
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
