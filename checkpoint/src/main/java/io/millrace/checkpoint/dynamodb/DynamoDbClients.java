package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.EndpointVariable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Makes the DynamoDB clients that the store works well with: what can't be reached fails within a minute. Stateless
 * and thread-safe.
 */
public final class DynamoDbClients {
    /** Names DynamoDB's endpoint where no other is set. */
    public static final EndpointVariable ENDPOINT_VARIABLE = new EndpointVariable("AWS_ENDPOINT_URL_DYNAMODB");

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(15);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;

    private DynamoDbClients() {}

    /**
     * A client over the JDK's own HTTP client.
     *
     * @param endpoint empty: the SDK's own choice
     * @param region empty: the SDK's region chain
     * @param credentials empty: the SDK's credential chain
     * @throws CheckpointException.StoreFailed when no client can be made, for instance because no region is known
     */
    public static DynamoDbClient create(
            Optional<URI> endpoint, Optional<Region> region, Optional<AwsCredentialsProvider> credentials) {
        if (endpoint.isEmpty()) {
            ENDPOINT_VARIABLE.trouble().ifPresent(trouble -> {
                throw new CheckpointException.StoreFailed("no DynamoDB client can be made: " + trouble, null);
            });
        }
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ATTEMPT))
                .overrideConfiguration(override -> override.apiCallTimeout(CALL)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        endpoint.ifPresent(builder::endpointOverride);
        region.ifPresent(builder::region);
        credentials.ifPresent(builder::credentialsProvider);
        try {
            return builder.build();
        } catch (SdkException e) {
            throw new CheckpointException.StoreFailed("no DynamoDB client can be made: " + e.getMessage(), e);
        }
    }
}
