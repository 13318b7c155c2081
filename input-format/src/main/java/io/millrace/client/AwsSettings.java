package io.millrace.client;

import io.millrace.config.Credentials;
import io.millrace.config.Endpoint;
import io.millrace.config.KinesisOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** How every AWS client of the connector is made: address, region, credentials, time limits. Stateless. */
public final class AwsSettings {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofMinutes(2);

    private AwsSettings() {}

    /** The HTTP client of all of them: small, and part of the JDK. */
    public static UrlConnectionHttpClient.Builder http() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER);
    }

    /**
     * Sets up a client that tries each call once: {@link Retries} repeats what may succeed, counts it, and keeps to the
     * shard's budget meanwhile.
     *
     * @throws StreamException.Refused when the user's provider class can't be used, or no region is known, or the
     *     environment's endpoint is empty
     */
    public static <B extends AwsClientBuilder<B, ?>> B applyWithoutRetries(
            B builder, Endpoint endpoint, Credentials credentials) {
        builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(CALL)
                .build());
        endpoint.url().ifPresentOrElse(builder::endpointOverride, () -> Endpoint.STREAMS_VARIABLE
                .trouble()
                .ifPresent(trouble -> {
                    throw new StreamException.Refused(trouble, null);
                }));
        Region region = region(endpoint);
        return builder.region(region).credentialsProvider(credentials(credentials, region));
    }

    /**
     * The region of a service: the one that is set, else the SDK's own choice.
     *
     * @throws StreamException.Refused when none is known
     */
    public static Region region(Endpoint endpoint) {
        Optional<Region> set = endpoint.region().map(Region::of);
        if (set.isPresent()) {
            return set.get();
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (RuntimeException e) {
            if (endpoint.url().isPresent()) {
                // Only the signature names it, and a service of the user's own does not care.
                return Region.US_EAST_1;
            }
            throw new StreamException.Refused(
                    "no region is known: set " + KinesisOptions.REGION_NAME + ", or AWS_REGION in the environment", e);
        }
    }

    /**
     * What signs the calls.
     *
     * @param region where a role is assumed
     * @throws StreamException.Refused when the user's provider class can't be used
     */
    public static AwsCredentialsProvider credentials(Credentials credentials, Region region) {
        AwsCredentialsProvider base = base(credentials.source());
        return credentials
                .role()
                .<AwsCredentialsProvider>map(role -> assume(role, base, region))
                .orElse(base);
    }

    private static AwsCredentialsProvider base(Credentials.Source source) {
        if (source instanceof Credentials.Keys keys) {
            return StaticCredentialsProvider.create(
                    keys(keys.accessKey(), keys.secretKey(), keys.sessionToken().orElse(null)));
        }
        if (source instanceof Credentials.ProviderClass provider) {
            Supplier<?> supplier = instantiate(provider.name());
            return () -> supplied(provider.name(), supplier);
        }
        return DefaultCredentialsProvider.builder().build();
    }

    private static AwsCredentials keys(String accessKey, String secretKey, String sessionToken) {
        return sessionToken == null
                ? AwsBasicCredentials.create(accessKey, secretKey)
                : AwsSessionCredentials.create(accessKey, secretKey, sessionToken);
    }

    private static Supplier<?> instantiate(String name) {
        try {
            Object made = Class.forName(name, true, Thread.currentThread().getContextClassLoader())
                    .getConstructor()
                    .newInstance();
            if (made instanceof Supplier<?> supplier) {
                return supplier;
            }
            throw new StreamException.Refused(unusable(name, "it is not a java.util.function.Supplier"), null);
        } catch (ReflectiveOperationException e) {
            throw new StreamException.Refused(unusable(name, e.toString()), e);
        }
    }

    private static AwsCredentials supplied(String name, Supplier<?> supplier) {
        if (supplier.get() instanceof Map<?, ?> map
                && map.get("accessKey") instanceof String accessKey
                && map.get("secretKey") instanceof String secretKey) {
            return keys(accessKey, secretKey, map.get("sessionToken") instanceof String token ? token : null);
        }
        throw new StreamException.Refused(
                unusable(name, "get() did not answer a Map with the texts accessKey and secretKey"), null);
    }

    private static String unusable(String name, String why) {
        return KinesisOptions.CREDENTIALS_PROVIDER + " names " + name + ", which can't be used: " + why;
    }

    private static AwsCredentialsProvider assume(Credentials.Role role, AwsCredentialsProvider base, Region region) {
        StsClientBuilder sts =
                StsClient.builder().httpClientBuilder(http()).region(region).credentialsProvider(base);
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder().roleArn(role.arn()).roleSessionName("millrace");
        role.externalId().ifPresent(request::externalId);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request.build())
                .build();
    }
}
