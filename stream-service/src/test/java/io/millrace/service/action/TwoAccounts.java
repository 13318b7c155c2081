package io.millrace.service.action;

import io.millrace.service.RunningService;
import io.millrace.service.auth.Key;
import io.millrace.service.auth.Permissions;
import io.millrace.service.auth.SignatureVerifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A service that knows users of two accounts: OWNER, whom its own client speaks for, and GUEST. */
final class TwoAccounts {
    static final String OWNER = "111111111111";
    static final String GUEST = "222222222222";
    static final String STREAM = "arn:aws:kinesis:us-east-1:" + OWNER + ":stream/s";

    private TwoAccounts() {}

    static RunningService service() {
        return new RunningService(
                RunningService.PLAIN,
                clock -> new SignatureVerifier(
                        Map.of(
                                "AKIDTEST", key("AKIDTEST", OWNER, "owner", Permissions.ALL),
                                "AKIDGUEST", key("AKIDGUEST", GUEST, "guest", Permissions.ALL),
                                "AKIDOTHER", key("AKIDOTHER", GUEST, "other", Permissions.ALL),
                                "AKIDNARROW",
                                        key(
                                                "AKIDNARROW",
                                                GUEST,
                                                "narrow",
                                                new Permissions(List.of("Get*"), List.of("*")))),
                        clock));
    }

    private static Key key(String access, String account, String user, Permissions permissions) {
        return new Key(
                access,
                "secret",
                Optional.empty(),
                account,
                "arn:aws:iam::" + account + ":user/" + user,
                Optional.empty(),
                permissions);
    }

    /** A client that signs with a key. */
    static KinesisClient client(RunningService service, String accessKey) {
        return KinesisClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    static String policy(String effect, String principal, String actions, String resource) {
        return """
                {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Principal": {"AWS": "%s"},
                 "Action": %s, "Resource": "%s"}}
                """.formatted(effect, principal, actions, resource);
    }
}
