package io.millrace.config;

import io.millrace.checkpoint.EndpointVariable;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an AWS service is; what is empty is left to the AWS SDK.
 *
 * @param url an address instead of the region's own
 * @param region the region's code
 */
public record Endpoint(Optional<URI> url, Optional<String> region) {
    /** Names the endpoint of streams where no other is set. */
    public static final EndpointVariable STREAMS_VARIABLE = new EndpointVariable("AWS_ENDPOINT_URL_KINESIS");

    private static final Pattern AWS =
            Pattern.compile("(?i)https?://([^/]+\\.)?(amazonaws\\.com(\\.cn)?|api\\.aws)(:\\d+)?(/.*)?");

    /**
     * Whether it is the real service's, hence with its quotas: the region's own endpoint, or a VPC's.
     *
     * @param fallback the address that the environment names, which counts when {@link #url} is empty
     */
    boolean isOfAws(Optional<String> fallback) {
        return url.map(URI::toString)
                .or(() -> fallback)
                .map(address -> AWS.matcher(address).matches())
                .orElse(true);
    }
}
