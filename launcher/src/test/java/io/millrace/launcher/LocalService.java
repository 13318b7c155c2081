package io.millrace.launcher;

import io.millrace.local.StreamServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A stream service of its own for a class of tests, or one that all tests share. */
public final class LocalService extends ExternalResource {
    private static final AtomicInteger STREAMS = new AtomicInteger();

    private static LocalService shared;

    private final TemporaryFolder folder = new TemporaryFolder();
    private StreamServiceProcess process;
    private KinesisClient kinesis;

    /** One for all tests of this JVM, started when it is first asked for; it ends with the JVM. */
    public static synchronized LocalService shared() {
        if (shared == null) {
            LocalService service = new LocalService();
            try {
                service.before();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(service::after));
            shared = service;
        }
        return shared;
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        process = StreamServiceProcess.start(
                folder.newFolder("data").toPath(), folder.getRoot().toPath().resolve("service.log"));
        kinesis = KinesisClient.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")))
                .build();
    }

    @Override
    protected void after() {
        kinesis.close();
        process.close();
        folder.delete();
    }

    public String endpoint() {
        return process.endpoint().toString();
    }

    public KinesisClient kinesis() {
        return kinesis;
    }

    /** Makes a stream with a name of its own by the command, and returns the name. */
    public String createStream(String name, int shards) {
        String stream = name + "-" + STREAMS.incrementAndGet();
        Cli create =
                Cli.run("stream", "create", stream, "--shards", Integer.toString(shards), "--endpoint-url", endpoint());
        if (create.exitCode() != 0) {
            throw new AssertionError(create.err());
        }
        return stream;
    }

    /** All records of a stream as text, shard by shard, read by the SDK. */
    public List<String> records(String stream) {
        List<String> records = new ArrayList<>();
        for (Shard shard :
                kinesis.listShards(request -> request.streamName(stream)).shards()) {
            String iterator = kinesis.getShardIterator(request -> request.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            while (iterator != null) {
                String from = iterator;
                GetRecordsResponse page = kinesis.getRecords(request -> request.shardIterator(from));
                page.records().forEach(record -> records.add(record.data().asUtf8String()));
                iterator = page.millisBehindLatest() == 0 ? null : page.nextShardIterator();
            }
        }
        return records;
    }
}
