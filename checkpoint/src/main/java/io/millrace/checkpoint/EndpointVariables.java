package io.millrace.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables by which the environment names the endpoints of AWS services. The AWS SDK reads them by itself; of one
 * that is set and empty it says, by a NullPointerException, that a URI has no scheme. Stateless.
 */
public enum EndpointVariables {
    DYNAMODB("AWS_ENDPOINT_URL_DYNAMODB"),
    KINESIS("AWS_ENDPOINT_URL_KINESIS");

    private static final String ANY = "AWS_ENDPOINT_URL";

    private final String variable;

    EndpointVariables(String variable) {
        this.variable = variable;
    }

    /** What is wrong when the SDK is left to find the endpoint; empty when nothing is. */
    public Optional<String> trouble() {
        return trouble(System.getenv());
    }

    /** The same in another environment. */
    public Optional<String> trouble(Map<String, String> environment) {
        return List.of(variable, ANY).stream()
                .filter(environment::containsKey)
                // The first one that is set counts.
                .findFirst()
                .filter(name -> environment.get(name).isBlank())
                .map(name -> "the environment's " + name
                        + " is empty: unset it, or let it name an endpoint such as http://localhost:8000");
    }

    /** The variable of this service alone. */
    public String variable() {
        return variable;
    }
}
