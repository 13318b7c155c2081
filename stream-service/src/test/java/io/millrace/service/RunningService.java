package io.millrace.service;

import io.millrace.service.action.Settings;
import io.millrace.service.auth.AnyCaller;
import io.millrace.service.auth.Authenticator;
import io.millrace.service.http.Bounds;
import io.millrace.service.http.FrontEndOptions;
import io.millrace.service.tls.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The service in this JVM, on a free port, a folder of its own and a clock that the test moves; with an SDK client. */
public final class RunningService extends ExternalResource {
    public static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret"));
    public static final Settings PLAIN =
            new Settings("000000000000", Duration.ZERO, OptionalInt.empty(), Optional.empty());

    /** How long this service bears silence. */
    public static final Duration IDLE = Duration.ofSeconds(3);

    static {
        // Ten seconds, the default, are little where several JVMs share two cores.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private final TemporaryFolder folder = new TemporaryFolder();
    private final MovableClock clock = new MovableClock();
    private ServiceOptions options;
    private Bounds bounds = new Bounds(100, IDLE, 64 << 10, 128L << 20, Duration.ofSeconds(30));
    private final Function<InstantSource, Authenticator> authenticator;
    private StreamService service;
    private KinesisClient client;

    public RunningService() {
        this(PLAIN);
    }

    public RunningService(Settings settings) {
        this(settings, clock -> new AnyCaller(settings.account()));
    }

    /** One that lets in whom the authenticator does. */
    public RunningService(Settings settings, Function<InstantSource, Authenticator> authenticator) {
        this(ServiceOptions.plain(settings), authenticator);
    }

    /** One with all that can be chosen, which lets everyone in. */
    public RunningService(ServiceOptions options) {
        this(options, clock -> new AnyCaller(options.settings().account()));
    }

    private RunningService(ServiceOptions options, Function<InstantSource, Authenticator> authenticator) {
        this.options = options;
        this.authenticator = authenticator;
    }

    /** Lets clients take no more than this; to be called before it starts. */
    public RunningService within(Bounds others) {
        bounds = others;
        return this;
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        start();
    }

    @Override
    protected void after() {
        stop();
        folder.delete();
    }

    /** Stops the service and starts it again on the same folder. */
    public void restart() throws IOException {
        stop();
        start();
    }

    /** Stops the service and starts it again on the same folder with other settings. */
    public void restart(Settings others) throws IOException {
        options = ServiceOptions.plain(others);
        restart();
    }

    /** The data folder. */
    public Path data() {
        return folder.getRoot().toPath().resolve("data");
    }

    public MovableClock clock() {
        return clock;
    }

    public KinesisClient client() {
        return client;
    }

    public KinesisClient client(Region region) {
        return KinesisClient.builder()
                .endpointOverride(endpoint())
                .region(region)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** A client that tells of every error instead of trying again. */
    public KinesisClient impatientClient() {
        return impatientClient(endpoint());
    }

    /** The same of any service; a put that it took but could not acknowledge is not put twice. */
    public static KinesisClient impatientClient(URI endpoint) {
        return KinesisClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    public URI secureEndpoint() {
        return URI.create("https://127.0.0.1:" + service.port());
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + service.port());
    }

    public String putText(String stream, String key, String text) {
        return client.putRecord(put -> put.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(text)))
                .sequenceNumber();
    }

    public String iterator(String stream, String shardId, ShardIteratorType type) {
        return client.getShardIterator(
                        get -> get.streamName(stream).shardId(shardId).shardIteratorType(type))
                .shardIterator();
    }

    public String iteratorFrom(String stream, String shardId, ShardIteratorType type, String number) {
        return client.getShardIterator(get -> get.streamName(stream)
                        .shardId(shardId)
                        .shardIteratorType(type)
                        .startingSequenceNumber(number))
                .shardIterator();
    }

    public GetRecordsResponse page(String iterator) {
        return client.getRecords(get -> get.shardIterator(iterator));
    }

    public List<String> textsAt(String iterator) {
        return texts(page(iterator));
    }

    /** All texts of a shard, from its oldest record to where it ends now. */
    public List<String> textsOf(String stream, String shardId) {
        GetRecordsResponse page = page(iterator(stream, shardId, ShardIteratorType.TRIM_HORIZON));
        List<String> all = new ArrayList<>(texts(page));
        while (page.nextShardIterator() != null && page.millisBehindLatest() > 0) {
            page = page(page.nextShardIterator());
            all.addAll(texts(page));
        }
        return all;
    }

    public List<Shard> shards(String stream) {
        return new ArrayList<>(
                client.listShards(list -> list.streamName(stream)).shards());
    }

    public static List<String> texts(GetRecordsResponse page) {
        return page.records().stream()
                .map(Record::data)
                .map(SdkBytes::asUtf8String)
                .toList();
    }

    /** The value of a series without labels on the page of metrics. */
    public double metric(String name) throws IOException {
        String page;
        try (InputStream in = endpoint().resolve("/metrics").toURL().openStream()) {
            page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return page.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + name));
    }

    private void start() throws IOException {
        service = StreamService.start(
                data(),
                new FrontEndOptions(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        SelfSigned.make("127.0.0.1", Instant.now()),
                        Set.of(FrontEndOptions.LOCAL_ORIGINS),
                        authenticator.apply(clock),
                        bounds,
                        clock),
                options,
                clock);
        client = client(Region.US_EAST_1);
    }

    private void stop() {
        client.close();
        service.close();
    }
}
