package io.millrace.service.http;

import io.millrace.service.observe.RequestObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What the front end shows and tells of itself.
 *
 * @param access who may read the metrics
 * @param metrics the page
 * @param trouble what is wrong, empty when nothing is
 * @param observers are told of every request
 */
public record Monitoring(
        Access access,
        Supplier<String> metrics,
        Supplier<CompletionStage<Optional<String>>> trouble,
        List<RequestObserver> observers) {
    /** Who may read the metrics. */
    public enum Access {
        /** Whoever comes from a loopback address. */
        LOCAL,
        /** Whoever reaches the service. */
        ALL
    }
}
