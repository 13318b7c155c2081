package io.millrace.launcher.client;

import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.launcher.UserError;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/**
 * How to reach one AWS service, or a local stand-in of it. A local one asks for no real credentials, so dummy ones are
 * used there when the SDK's chain (without the slow look-ups of a cloud host) finds none. Immutable.
 *
 * @param endpoint an endpoint override, or empty for AWS's own
 * @param wantedRegion the region asked for, or empty for the SDK's chain
 */
public record Connection(Optional<URI> endpoint, Optional<Region> wantedRegion) {
    private static final AwsCredentialsProvider DUMMY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy"));

    /** To the Kinesis API. */
    public static Connection toKinesis(ConnectionOptions options) {
        return of(options, "AWS_ENDPOINT_URL_KINESIS", System.getenv());
    }

    /** To DynamoDB. */
    public static Connection toDynamoDb(ConnectionOptions options) {
        return of(options, "AWS_ENDPOINT_URL_DYNAMODB", System.getenv());
    }

    static Connection of(ConnectionOptions options, String variable, Map<String, String> environment) {
        Optional<URI> endpoint = Optional.ofNullable(options.endpointUrl())
                .or(() -> fromEnvironment(variable, environment))
                .or(() -> fromEnvironment("AWS_ENDPOINT_URL", environment));
        endpoint.ifPresent(Connection::check);
        return new Connection(endpoint, Optional.ofNullable(options.region()).map(Region::of));
    }

    /** A client for streams; the caller closes it. */
    public KinesisClient kinesis() {
        KinesisClientBuilder builder = KinesisClient.builder();
        endpoint.ifPresent(builder::endpointOverride);
        region().ifPresent(builder::region);
        credentials().ifPresent(builder::credentialsProvider);
        return builder.build();
    }

    /** A client for tables; the caller closes it. */
    public DynamoDbClient dynamoDb() {
        return DynamoDbClients.create(endpoint, region(), credentials());
    }

    /** Whether the endpoint is on this machine. */
    boolean isLocal() {
        return endpoint.map(uri -> isLoopback(uri.getHost())).orElse(false);
    }

    /** The region to set, or empty to leave it to the SDK's chain. */
    Optional<Region> region() {
        return isLocal() ? wantedRegion.or(() -> Optional.of(localRegion())) : wantedRegion;
    }

    /** The credentials to set, or empty to leave them to the SDK's chain. */
    Optional<AwsCredentialsProvider> credentials() {
        return isLocal() ? Optional.of(localCredentials()) : Optional.empty();
    }

    private static AwsCredentialsProvider localCredentials() {
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                DUMMY);
    }

    private static Region localRegion() {
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }

    private static Optional<URI> fromEnvironment(String variable, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .map(URI::create);
    }

    private static void check(URI uri) {
        if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().matches("https?")) {
            throw new UserError("'" + uri + "' is not an endpoint (http://HOST:PORT or https://HOST:PORT)");
        }
    }

    private static boolean isLoopback(String host) {
        if (!host.equals("localhost") && !host.matches("[0-9.]+|\\[[0-9a-fA-F:]+]")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
