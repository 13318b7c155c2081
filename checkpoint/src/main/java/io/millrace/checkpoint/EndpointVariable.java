package io.millrace.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The variable by which the environment names the endpoint of one AWS service. The AWS SDK reads it by itself; of one
 * that is set and empty it says, by a NullPointerException, that a URI has no scheme. Immutable.
 *
 * @param name of the variable, such as {@code AWS_ENDPOINT_URL_DYNAMODB}
 */
public record EndpointVariable(String name) {
    /** The name of the one that counts for all services, where a service's own is not set. */
    public static final String OF_ALL = "AWS_ENDPOINT_URL";

    /** What is wrong when the SDK is left to find the endpoint; empty when nothing is. */
    public Optional<String> trouble() {
        return trouble(System.getenv());
    }

    /** The same in another environment. */
    public Optional<String> trouble(Map<String, String> environment) {
        return Stream.of(name, OF_ALL)
                .filter(environment::containsKey)
                // The first one that is set counts.
                .findFirst()
                .filter(set -> environment.get(set).isBlank())
                .map(set -> "the environment's " + set
                        + " is empty: unset it, or let it name an endpoint such as http://localhost:8000");
    }
}
