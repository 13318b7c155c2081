package io.millrace.testing;

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
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The stream service and DynamoDB Local, each a process of its own, shared by all tests of this JVM and stopped at its
 * end. Thread-safe.
 */
public final class LocalServices {
    public static final Region REGION = Region.US_EAST_1;
    /** Access key and secret key: the local servers look at neither. */
    public static final String KEY = "test";

    static {
        // Ten seconds, the default, are little where several JVMs share two cores.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private static LocalServices instance;

    private final Path folder;
    private final StreamServiceProcess streams;
    private final DynamoDbLocalProcess tables;
    private final KinesisClient kinesis;

    private LocalServices() throws IOException {
        folder = Files.createTempDirectory("millrace-test");
        streams = StreamServiceProcess.start(
                folder.resolve("streams"),
                folder.resolve("streams.log"),
                "--buckets",
                buckets().toString(),
                "--deliver-after",
                "1s");
        tables = DynamoDbLocalProcess.inMemory(folder.resolve("dynamodb.log"));
        kinesis = client(streams.endpoint());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** The services, started when they are first asked for. */
    public static synchronized LocalServices get() {
        if (instance == null) {
            try {
                instance = new LocalServices();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return instance;
    }

    /** A client of a stream service; the caller closes it. */
    public static KinesisClient client(URI endpoint) {
        return KinesisClient.builder()
                .endpointOverride(endpoint)
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Where the Kinesis API is. */
    public URI streams() {
        return streams.endpoint();
    }

    /** The folder of the buckets that channels deliver to. */
    public Path buckets() {
        return folder.resolve("buckets");
    }

    /** Where DynamoDB is. */
    public URI tables() {
        return tables.endpoint();
    }

    /** A client of the stream service, not to be closed. */
    public KinesisClient kinesis() {
        return kinesis;
    }

    /** A client of DynamoDB Local; the caller closes it. */
    public DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .endpointOverride(tables())
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Deletes a table of DynamoDB Local, if it is there. */
    public void dropTable(String table) {
        try (DynamoDbClient client = dynamoDb()) {
            client.deleteTable(request -> request.tableName(table));
        } catch (ResourceNotFoundException e) {
            // Then somebody was quicker.
            return;
        }
    }

    private void stop() {
        kinesis.close();
        tables.close();
        streams.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
