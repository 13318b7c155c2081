package io.millrace.service.http;

import java.time.Duration;

/**
 * What clients can take of the service, so that none can starve the others.
 *
 * @param connections most at once; further ones wait to be accepted
 * @param idle how long a connection may be silent
 * @param bytesPerSecond a body must come in at least at this rate after a grace of {@code idle}
 * @param bytesInFlight most memory for requests and answers under way; further ones wait
 * @param longestWait how long one may wait for that
 */
public record Bounds(int connections, Duration idle, long bytesPerSecond, long bytesInFlight, Duration longestWait) {
    /** What fits the heap of this JVM. */
    public static Bounds standard() {
        return new Bounds(
                1024,
                Duration.ofSeconds(60),
                64 << 10,
                Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 3),
                Duration.ofSeconds(30));
    }

    /** How long a body may take from its first byte to its last. */
    Duration longestBody(long bytes) {
        return idle.plusSeconds(bytes / bytesPerSecond);
    }
}
