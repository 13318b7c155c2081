package io.millrace.hive;

import io.millrace.local.ChildJvm;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.RuntimeClasspath;
import io.millrace.local.StreamServiceProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The stream service, DynamoDB Local and a HiveServer2, each a process of its own, shared by all tests of this JVM. */
final class LocalStack {
    private static LocalStack instance;

    private final StreamServiceProcess streams;
    private final DynamoDbLocalProcess tables;
    private final ChildJvm hive;
    private final KinesisClient kinesis;

    private LocalStack() throws IOException {
        Path folder = Files.createTempDirectory("millrace-hive-test");
        streams = StreamServiceProcess.start(folder.resolve("streams"), folder.resolve("streams.log"));
        tables = DynamoDbLocalProcess.inMemory(folder.resolve("dynamodb.log"));
        hive = ChildJvm.start(new ChildJvm.Command(
                "HiveServer2",
                "local-hive",
                connector(),
                flags(),
                "io.millrace.hive.local.HiveServerMain",
                List.of("--state", folder.resolve("hive").toString()),
                folder.resolve("hive.log")));
        kinesis = KinesisClient.builder()
                .endpointOverride(streams.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(folder)));
    }

    static synchronized LocalStack get() {
        if (instance == null) {
            try {
                instance = new LocalStack();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return instance;
    }

    /** A client of the stream service. */
    KinesisClient kinesis() {
        return kinesis;
    }

    /** A session whose settings name the local services. */
    HiveSession session() {
        HiveSession session = HiveSession.open("jdbc:hive2://127.0.0.1:" + hive.port() + "/default");
        session.run("SET kinesis.endpoint.url=" + streams.endpoint());
        session.run("SET kinesis.checkpoint.metastore.endpoint.url=" + tables.endpoint());
        return session;
    }

    private void stop(Path folder) {
        kinesis.close();
        hive.close();
        tables.close();
        streams.close();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connector as the build has it so far, without what Hive brings itself and the shaded jar hides. */
    private static List<Path> connector() {
        List<Path> paths = new ArrayList<>();
        for (String path : List.of(RuntimeClasspath.of("hive-handler").split(File.pathSeparator, -1))) {
            if (!path.contains("slf4j-api") && !path.contains("protobuf-javalite")) {
                paths.add(Path.of(path));
            }
        }
        return paths;
    }

    private static List<String> flags() {
        List<String> flags =
                new ArrayList<>(List.of(System.getProperty("hadoop.opens").split(" ", -1)));
        flags.addAll(List.of(
                "-Xmx1g",
                "-Djava.net.preferIPv4Stack=true",
                "-Daws.accessKeyId=test",
                "-Daws.secretAccessKey=test",
                "-Daws.region=us-east-1"));
        return flags;
    }
}
