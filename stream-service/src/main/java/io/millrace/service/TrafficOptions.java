package io.millrace.service;

import io.millrace.service.action.Settings;
import io.millrace.service.growth.GrowthSettings;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of the command line that tell how much the shards take and how they grow. */
final class TrafficOptions {
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(400);

    @Option(names = "--quotas", description = """
                    Holds the shards of provisioned streams, and the callers, to AWS's quotas: 1 MiB and 1,000 \
                    records a second into a shard, 2 MiB and 5 reads a second out of it. Default: no quotas""")
    private boolean quotas;

    @Option(
            names = "--on-demand-window",
            paramLabel = "DURATION",
            defaultValue = "1m",
            converter = DurationConverter.class,
            description = """
                    How long a shard of an on-demand stream must take 512 KiB or 500 records a second before it is \
                    split. Default: ${DEFAULT-VALUE}""")
    private Duration window;

    boolean quotas() {
        return quotas;
    }

    GrowthSettings growth(Settings settings) {
        return new GrowthSettings(window, settings.shardLimit(), settings.stateDelay());
    }

    /** Sees that the options make sense. */
    void check(Function<String, ? extends RuntimeException> wrong) {
        if (window.compareTo(SHORTEST_WINDOW) < 0) {
            throw wrong.apply("--on-demand-window " + window.toMillis() + "ms is too short; allowed are "
                    + SHORTEST_WINDOW.toMillis() + "ms and more");
        }
    }
}
