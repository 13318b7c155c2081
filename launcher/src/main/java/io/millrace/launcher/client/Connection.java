package io.millrace.launcher.client;

import io.millrace.checkpoint.EndpointVariable;
import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.config.Endpoint;
import io.millrace.launcher.UserError;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
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
    private static final String FORM = " (http://HOST:PORT or https://HOST:PORT)";

    /** To the Kinesis API at an endpoint, or where the environment says. */
    public static Connection toKinesisAt(Optional<URI> endpoint) {
        return of(endpoint, Optional.empty(), Endpoint.STREAMS_VARIABLE, System.getenv());
    }

    /** To an endpoint that is known. */
    public static Connection to(URI endpoint) {
        return new Connection(Optional.of(endpoint), Optional.empty());
    }

    /** To an endpoint that an option names, or else the environment, or else AWS's own. */
    static Connection of(
            Optional<URI> wanted, Optional<Region> region, EndpointVariable variable, Map<String, String> environment) {
        if (wanted.isEmpty()) {
            variable.trouble(environment).ifPresent(trouble -> {
                throw new UserError(trouble);
            });
        }
        Optional<URI> endpoint = wanted.or(() -> fromEnvironment(variable.name(), environment))
                .or(() -> fromEnvironment(EndpointVariable.OF_ALL, environment));
        endpoint.ifPresent(Connection::check);
        return new Connection(endpoint, region);
    }

    /**
     * A client for streams; the caller closes it.
     *
     * @param interceptors see its calls
     */
    public KinesisClient kinesis(ExecutionInterceptor... interceptors) {
        KinesisClientBuilder builder = KinesisClient.builder();
        endpoint.ifPresent(builder::endpointOverride);
        builder.region(region());
        credentials().ifPresent(builder::credentialsProvider);
        builder.overrideConfiguration(all -> List.of(interceptors).forEach(all::addExecutionInterceptor));
        return builder.build();
    }

    /** A client for tables; the caller closes it. */
    public DynamoDbClient dynamoDb() {
        return DynamoDbClients.create(endpoint, Optional.of(region()), credentials());
    }

    /** Whether the endpoint is on this machine. */
    public boolean isLocal() {
        return endpoint.map(uri -> isLoopback(uri.getHost())).orElse(false);
    }

    /**
     * The region to set.
     *
     * @throws UserError when none is known
     */
    Region region() {
        return wantedRegion.orElseGet(() -> isLocal() ? LocalDefaults.region() : awsRegion());
    }

    private static Region awsRegion() {
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException e) {
            throw new UserError(
                    "no region is known: give --region or set AWS_REGION; for a server on this machine, give"
                            + " --endpoint-url, such as http://127.0.0.1:4567",
                    e);
        }
    }

    /** The credentials to set, or empty to leave them to the SDK's chain. */
    Optional<AwsCredentialsProvider> credentials() {
        return isLocal() ? Optional.of(LocalDefaults.credentials()) : Optional.empty();
    }

    /** Flags of a JVM whose own SDK clients shall connect like this one. */
    public List<String> jvmFlags() {
        return isLocal() ? LocalDefaults.jvmFlags() : List.of();
    }

    private static Optional<URI> fromEnvironment(String variable, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable)).map(value -> parse(variable, value));
    }

    private static URI parse(String variable, String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new UserError("the environment's " + variable + " '" + value + "' is not an endpoint" + FORM, e);
        }
    }

    private static void check(URI uri) {
        if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().matches("https?")) {
            throw new UserError("'" + uri + "' is not an endpoint" + FORM);
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
