package io.millrace.clients;

import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.StreamServiceProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The stream service, which verifies signatures, and DynamoDB Local: each a process of its own, shared by all tests of
 * this JVM and stopped at its end. Thread-safe.
 */
final class Servers {
    static final Region REGION = Region.EU_CENTRAL_1;
    static final String ACCESS_KEY = "AKIDCLIENTS";
    static final String SECRET_KEY = "a-secret-of-the-tests";
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));

    static {
        // Ten seconds, the default, are little where several JVMs share two cores.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private static Servers instance;

    private final Path folder;
    private final StreamServiceProcess streams;
    private final DynamoDbLocalProcess tables;
    private final KinesisClient kinesis;
    private final DynamoDbClient dynamo;

    private Servers() throws IOException {
        folder = Files.createTempDirectory("millrace-clients");
        Path keys = Files.writeString(folder.resolve("keys.yaml"), """
                keys:
                  - accessKey: %s
                    secret: %s
                    account: "123456789012"
                """.formatted(ACCESS_KEY, SECRET_KEY));
        streams = StreamServiceProcess.start(
                folder.resolve("streams"), folder.resolve("streams.log"), "--credentials", keys.toString());
        tables = DynamoDbLocalProcess.inMemory(folder.resolve("dynamodb.log"));
        kinesis = KinesisClient.builder()
                .endpointOverride(streams.endpoint())
                .region(REGION)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        dynamo = DynamoDbClient.builder()
                .endpointOverride(tables.endpoint())
                .region(REGION)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** The servers, started when they are first asked for. */
    static synchronized Servers get() {
        if (instance == null) {
            try {
                instance = new Servers();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return instance;
    }

    /** Where the Kinesis API is, in plain text. */
    URI plain() {
        return streams.endpoint();
    }

    /** Where the Kinesis API is, with TLS and {@link #certificate}: the same port. */
    URI secure() {
        return URI.create("https://127.0.0.1:" + plain().getPort());
    }

    /** What to trust, in PEM. */
    Path certificate() {
        return folder.resolve("streams").resolve("certificate.pem");
    }

    /** Where DynamoDB is. */
    URI tables() {
        return tables.endpoint();
    }

    /** A client of the stream service, not to be closed. */
    KinesisClient kinesis() {
        return kinesis;
    }

    /** A client of DynamoDB Local, not to be closed. */
    DynamoDbClient dynamo() {
        return dynamo;
    }

    /** A new folder whose name begins so, deleted with everything in it at the end. */
    Path newFolder(String prefix) throws IOException {
        return Files.createTempDirectory(folder, prefix);
    }

    private void stop() {
        kinesis.close();
        dynamo.close();
        tables.close();
        streams.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
