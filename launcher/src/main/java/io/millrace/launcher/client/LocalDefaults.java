package io.millrace.launcher.client;

import java.util.ArrayList;
import java.util.List;
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

/**
 * What the SDK insists on and a server on this machine does not look at: credentials and a region. Those that the user
 * has set (system properties, environment, profile; not the slow look-ups of a cloud host) win. Stateless.
 */
final class LocalDefaults {
    private static final Region REGION = Region.US_EAST_1;
    private static final AwsBasicCredentials DUMMY = AwsBasicCredentials.create("dummy", "dummy");

    private LocalDefaults() {}

    static AwsCredentialsProvider credentials() {
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                StaticCredentialsProvider.create(DUMMY));
    }

    static Region region() {
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException e) {
            return REGION;
        }
    }

    /** Gives the SDK of another JVM the same; nothing of what the user has set is on its command line. */
    static List<String> jvmFlags() {
        List<String> flags = new ArrayList<>();
        flags.add("-Daws.region=" + region());
        if (credentials().resolveCredentials().accessKeyId().equals(DUMMY.accessKeyId())) {
            flags.add("-Daws.accessKeyId=" + DUMMY.accessKeyId());
            flags.add("-Daws.secretAccessKey=" + DUMMY.secretAccessKey());
        }
        return flags;
    }
}
