package io.millrace.service;

import io.millrace.service.http.Monitoring.Access;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of the command line that tell what the service shows of itself. */
final class MonitoringOptions {
    @Option(
            names = "--metrics-access",
            paramLabel = "WHO",
            defaultValue = "local",
            description = "Who may read /metrics: local (this machine) or all. Default: ${DEFAULT-VALUE}")
    private String access;

    @Option(names = "--access-log", paramLabel = "FILE", description = """
                    Adds a line of JSON for each request to a file, - for standard output; yyyy_mm_dd in its name \
                    becomes the day. Default: none""")
    private String accessLog;

    Access access() {
        return access.equals("all") ? Access.ALL : Access.LOCAL;
    }

    Optional<String> accessLog() {
        return Optional.ofNullable(accessLog);
    }

    /** Sees that the options make sense. */
    void check(Function<String, ? extends RuntimeException> wrong) {
        if (!access.equals("local") && !access.equals("all")) {
            throw wrong.apply("--metrics-access '" + access + "' is unknown; allowed are local and all");
        }
    }
}
