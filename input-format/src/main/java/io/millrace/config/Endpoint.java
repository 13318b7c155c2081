package io.millrace.config;

import java.net.URI;
import java.util.Optional;

/**
 * Where an AWS service is; what is empty is left to the AWS SDK.
 *
 * @param url an address instead of the region's own
 * @param region the region's code
 */
public record Endpoint(Optional<URI> url, Optional<String> region) {}
