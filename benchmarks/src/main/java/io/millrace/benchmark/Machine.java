package io.millrace.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures were measured on. */
public final class Machine {
    private static final int SMALL = 4 << 10;
    private static final int LARGE = 1 << 20;

    private Machine() {}

    /** Cores, system, JDK and disk, in a line. */
    public static String describe(Path folder) throws IOException {
        Samples small = Fsync.millis(folder, SMALL);
        Samples large = Fsync.millis(folder, LARGE);
        return String.format(
                Locale.ROOT,
                "%d cores, %s %s, JDK %s, %s;"
                        + " forced append of 4 KiB: %.2f ms, of 1 MiB: %.2f ms (%.0f MB/s); load %.1f",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                Files.getFileStore(folder).type(),
                small.median(),
                large.median(),
                LARGE / 1e3 / large.median(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
