package io.millrace.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** A service that verifies signatures, and the SDK's own client; raw requests where that one would never send such. */
public class SignatureTest {
    private static final Instant PAST = Instant.parse("2026-02-01T00:00:00Z");
    private static final Permissions NARROW = new Permissions(List.of("Put*", "ListStreams"), List.of("orders-*"));

    @ClassRule
    public static final RunningService SERVICE = new RunningService(
            RunningService.PLAIN,
            clock -> new SignatureVerifier(
                    Map.of(
                            "AKIDTEST", key("AKIDTEST", "111111111111", null, null, Permissions.ALL),
                            "AKIDOTHER", key("AKIDOTHER", "222222222222", null, null, Permissions.ALL),
                            "AKIDTOKEN", key("AKIDTOKEN", "111111111111", "token", null, Permissions.ALL),
                            "AKIDOLD", key("AKIDOLD", "111111111111", null, PAST, Permissions.ALL),
                            "AKIDNARROW", key("AKIDNARROW", "111111111111", null, null, NARROW)),
                    clock));

    private static Key key(String access, String account, String token, Instant expires, Permissions permissions) {
        return new Key(
                access,
                "secret",
                Optional.ofNullable(token),
                account,
                "arn:aws:iam::" + account + ":user/" + access,
                Optional.ofNullable(expires),
                permissions);
    }

    @Test
    public void metricsNeedNoSignatureFromThisMachine() throws Exception {
        for (String page : List.of("/metrics", "/healthz")) {
            HttpRequest request = HttpRequest.newBuilder(SERVICE.endpoint().resolve(page))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(page)
                    .isEqualTo(200);
        }
    }

    @Test
    public void eachAccountHasStreamsOfItsOwn() {
        SERVICE.client().createStream(c -> c.streamName("mine").shardCount(1));
        assertThat(SERVICE.client()
                        .describeStreamSummary(d -> d.streamName("mine"))
                        .streamDescriptionSummary()
                        .streamARN())
                .isEqualTo("arn:aws:kinesis:us-east-1:111111111111:stream/mine");
        try (KinesisClient other = client(AwsBasicCredentials.create("AKIDOTHER", "secret"))) {
            assertThatThrownBy(() -> other.describeStreamSummary(d -> d.streamName("mine")))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("under account 222222222222");
        }
    }

    @Test
    public void aWrongSecretIsRefused() {
        refused(AwsBasicCredentials.create("AKIDTEST", "wrong"), "InvalidSignatureException", "does not match");
    }

    /** What signs is derived from the secret for each region and day, and kept. */
    @Test
    public void oneKeySignsForSeveralRegionsInTurn() {
        AwsBasicCredentials right = AwsBasicCredentials.create("AKIDTEST", "secret");
        AwsBasicCredentials wrong = AwsBasicCredentials.create("AKIDTEST", "wrong");
        for (Region region : List.of(Region.US_EAST_1, Region.EU_WEST_1, Region.US_EAST_1)) {
            try (KinesisClient good = client(right, region);
                    KinesisClient bad = client(wrong, region)) {
                for (int i = 0; i < 2; i++) {
                    assertThat(good.listStreams().hasStreamNames()).isTrue();
                    assertThatThrownBy(bad::listStreams).hasMessageContaining("does not match");
                }
            }
        }
    }

    @Test
    public void anUnknownKeyIsRefused() {
        refused(AwsBasicCredentials.create("AKIDNONE", "secret"), "UnrecognizedClientException", "token");
    }

    @Test
    public void aSessionTokenMustBeTheRightOne() {
        refused(AwsBasicCredentials.create("AKIDTOKEN", "secret"), "UnrecognizedClientException", "invalid");
        refused(AwsSessionCredentials.create("AKIDTOKEN", "secret", "no"), "UnrecognizedClientException", "invalid");
        try (KinesisClient right = client(AwsSessionCredentials.create("AKIDTOKEN", "secret", "token"))) {
            assertThat(right.listStreams().hasStreamNames()).isTrue();
        }
    }

    @Test
    public void anExpiredKeyIsRefused() {
        refused(AwsBasicCredentials.create("AKIDOLD", "secret"), "ExpiredTokenException", "expired");
    }

    @Test
    public void aNarrowKeyDoesNoMoreThanItMay() {
        SERVICE.client().createStream(c -> c.streamName("orders-eu").shardCount(1));
        SERVICE.client().createStream(c -> c.streamName("people").shardCount(1));
        try (KinesisClient narrow = client(AwsBasicCredentials.create("AKIDNARROW", "secret"))) {
            SdkBytes data = SdkBytes.fromUtf8String("x");
            narrow.putRecord(p -> p.streamName("orders-eu").partitionKey("k").data(data));
            assertThatThrownBy(() -> narrow.putRecord(
                            p -> p.streamName("people").partitionKey("k").data(data)))
                    .hasMessageContaining(
                            "User: arn:aws:iam::111111111111:user/AKIDNARROW is not authorized to perform:"
                                    + " kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:111111111111:stream/people");
            assertThatThrownBy(() -> narrow.deleteStream(d -> d.streamName("orders-eu")))
                    .hasMessageContaining("kinesis:DeleteStream");
            assertThatThrownBy(narrow::listStreams).hasMessageContaining("not authorized");
        }
    }

    @Test
    public void requestsWithoutAProofAreRefused() throws Exception {
        assertThat(raw("{}", null, null)).contains("MissingAuthenticationTokenException");
        assertThat(raw("{}", "AWS4-HMAC-SHA256 Credential=a", "20260301T120000Z"))
                .contains("IncompleteSignatureException")
                .contains("Authorization header requires 'Signature' parameter.");
        assertThat(raw("{}", "Bearer x", null)).contains("IncompleteSignatureException");
    }

    @Test
    public void aSignatureIsGoodForItsBodyAndItsTimeAlone() throws Exception {
        String time = "20260301T120000Z";
        assertThat(raw("{}", signed("{}", time), time)).contains("StreamNames");
        assertThat(raw("{\"Limit\":1}", signed("{}", time), time)).contains("InvalidSignatureException");
        String early = "20260301T114459Z";
        assertThat(raw("{}", signed("{}", early), early))
                .contains("Signature expired: 20260301T114459Z is now earlier than 20260301T114500Z"
                        + " (20260301T120000Z - 15 min.)");
        String late = "20260301T121501Z";
        assertThat(raw("{}", signed("{}", late), late)).contains("Signature not yet current");
        String edge = "20260301T114500Z";
        assertThat(raw("{}", signed("{}", edge), edge)).contains("StreamNames");
    }

    @Test
    public void theHostIsSignedByTheNameThatItHasInHttp1OrInHttp2() throws Exception {
        String time = "20260301T120000Z";
        String byItsNameInHttp2 = signed("{}", time, ":authority:127.0.0.1:", ":authority");

        assertThat(raw("{}", byItsNameInHttp2, time)).contains("StreamNames");
        assertThat(raw("{}", signed("{}", time, ":authority:127.0.0.2:", ":authority"), time))
                .contains("InvalidSignatureException")
                .contains("does not match");
        assertThat(raw("{}", byItsNameInHttp2.replace(":authority;", ""), time))
                .contains("InvalidSignatureException")
                .contains("'host' must be a 'SignedHeader' in the AWS Authorization.");
    }

    private static String signed(String body, String time) {
        return signed(body, time, "host:127.0.0.1:", "host");
    }

    /**
     * @param line the host's line in what is signed, up to the port
     * @param name by which the host is signed
     */
    private static String signed(String body, String time, String line, String name) {
        String names = name + ";x-amz-date;x-amz-target";
        Authorization scope = Authorization.parse(
                "AWS4-HMAC-SHA256 Credential=AKIDTEST/20260301/us-east-1/kinesis/aws4_request," + " SignedHeaders="
                        + names + ", Signature=x",
                true);
        String canonical = "POST\n/\n\n" + line + SERVICE.endpoint().getPort() + "\nx-amz-date:" + time
                + "\nx-amz-target:Kinesis_20131202.ListStreams\n\n" + names + "\n"
                + Digests.sha256(body);
        String toSign =
                "AWS4-HMAC-SHA256\n" + time + "\n20260301/us-east-1/kinesis/aws4_request\n" + Digests.sha256(canonical);
        return "AWS4-HMAC-SHA256 Credential=AKIDTEST/20260301/us-east-1/kinesis/aws4_request,"
                + " SignedHeaders=" + names + ", Signature="
                + java.util.HexFormat.of().formatHex(Digests.hmac(Digests.signingKey("secret", scope), toSign));
    }

    private static String raw(String body, String authorization, String time) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVICE.endpoint())
                .header("X-Amz-Target", "Kinesis_20131202.ListStreams")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (time != null) {
            request.header("X-Amz-Date", time);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void refused(AwsCredentials credentials, String type, String message) {
        try (KinesisClient client = client(credentials)) {
            assertThatThrownBy(client::listStreams)
                    .isInstanceOfSatisfying(AwsServiceException.class, e -> {
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo(type);
                        assertThat(e.statusCode()).isEqualTo(400);
                    })
                    .hasMessageContaining(message);
        }
    }

    private static KinesisClient client(AwsCredentials credentials) {
        return client(credentials, Region.US_EAST_1);
    }

    private static KinesisClient client(AwsCredentials credentials, Region region) {
        return KinesisClient.builder()
                .endpointOverride(SERVICE.endpoint())
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
