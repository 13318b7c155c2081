package io.millrace.benchmark.stream;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Makes whole HTTP/1.1 requests for one server, signed by the SDK's own signer. Thread-safe. */
final class Signer {
    /** Says how large the canned answer shall be; the service ignores it. */
    static final String ANSWER_BYTES = "X-Answer-Bytes";

    private static final String REGION = "us-east-1";
    private static final AwsCredentialsIdentity KEYS = AwsCredentialsIdentity.create("AKIDBENCHMARK", "secret");

    private final URI endpoint;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    Signer(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** A key file of the service that has the keys which sign. */
    static String keyFile() {
        return String.format(
                "{\"keys\": [{\"accessKey\": \"%s\", \"secret\": \"%s\"}]}%n",
                KEYS.accessKeyId(), KEYS.secretAccessKey());
    }

    URI endpoint() {
        return endpoint;
    }

    /** The bytes of a request, head and body; valid for as long as signatures are. */
    byte[] request(String operation, Format format, byte[] body, int answerBytes) {
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.resolve("/"))
                .putHeader("Content-Type", format.contentType)
                .putHeader("X-Amz-Target", "Kinesis_20131202." + operation)
                .build();
        SdkHttpRequest signed = signer.sign(request -> request.identity(KEYS)
                        .request(plain)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesis")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                        .putProperty(HttpSigner.SIGNING_CLOCK, java.time.Clock.systemUTC()))
                .request();
        StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\n");
        signed.forEachHeader((name, values) -> values.forEach(
                value -> head.append(name).append(": ").append(value).append("\r\n")));
        head.append("Content-Length: ").append(body.length).append("\r\n");
        head.append(ANSWER_BYTES).append(": ").append(answerBytes).append("\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
        whole.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        return whole.toByteArray();
    }
}
