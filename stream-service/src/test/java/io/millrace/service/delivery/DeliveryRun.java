package io.millrace.service.delivery;

import io.millrace.service.MovableClock;
import io.millrace.service.channel.Channel;
import io.millrace.service.channel.ChannelStatus;
import io.millrace.service.channel.Compression;
import io.millrace.service.channel.DeliveryKey;
import io.millrace.service.channel.Destination;
import io.millrace.service.channel.KeyTemplate;
import io.millrace.service.channel.Progress;
import io.millrace.service.channel.RecordFormat;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.rocks.RocksShardLog;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A stream with one shard and one channel, and what delivers its records; each start begins anew from what is stored. */
final class DeliveryRun extends ExternalResource {
    static final Duration FRESHNESS = Duration.ofMinutes(5);
    /** What the keys of delivered objects begin with. */
    static final String LEFT = "kinesis-channel/c/";
    /** What the keys of dead letters begin with. */
    static final String ERRORS = "errors/";

    static final StreamKey KEY = new StreamKey("000000000000", "us-east-1", "s");

    final MovableClock clock = new MovableClock();
    final DeliveryCounts counts = new DeliveryCounts();
    FaultyStore store;
    RocksShardLog log;
    Catalogue catalogue;
    Delivery delivery;
    BucketObjects lake;
    private final TemporaryFolder folder = new TemporaryFolder();

    @Override
    protected void before() throws IOException {
        folder.create();
        log = RocksShardLog.open(folder.getRoot().toPath().resolve("log"), clock);
        store = new FaultyStore(new FolderStore(buckets()));
        lake = new BucketObjects(buckets().resolve("lake"));
        start();
        Resharding.Settling now = new Resharding.Settling(clock.instant(), clock.instant());
        catalogue.create(id -> Resharding.create(
                Stream.Header.creating(id, KEY, now, StreamSettings.defaults(StreamSettings.ON_DEMAND)), 1));
        Channel channel = channel(now);
        catalogue.change(
                KEY,
                IllegalStateException::new,
                stream -> Resharding.channel(
                        stream,
                        List.of(channel),
                        Map.of(key(), Progress.from(log.end(stream.logKey(stream.shard(0)))))));
    }

    @Override
    protected void after() {
        log.close();
        folder.delete();
    }

    /** What a program sees that was just started on the same log. */
    void start() {
        catalogue = new Catalogue(log, clock);
        delivery = new Delivery(
                catalogue,
                log,
                Retention.start(catalogue, log, clock, Optional.empty()),
                store,
                counts,
                DeliverySettings.DEFAULT,
                clock);
    }

    private static Channel channel(Resharding.Settling now) {
        String arn = "arn:aws:s3:::lake";
        return new Channel(
                "0123456789ab",
                "c",
                now.now().toEpochMilli(),
                now.until().toEpochMilli(),
                1,
                new Channel.State(ChannelStatus.CREATING, now.until().toEpochMilli(), null),
                new Channel.Source("role", RecordFormat.JSON, null),
                new Destination(
                        (int) FRESHNESS.toSeconds(),
                        new Destination.DeadLetters(arn, KEY.account(), ERRORS),
                        new Destination.Bucket(arn, KEY.account(), KeyTemplate.DEFAULT, "STANDARD", Compression.NONE),
                        null,
                        null),
                Channel.Logging.OFF,
                new TreeMap<>());
    }

    private DeliveryKey key() {
        return new DeliveryKey(1, "0123456789ab", 0);
    }

    /** Changes the channel. */
    void change(UnaryOperator<Channel> how) {
        catalogue.change(
                KEY,
                IllegalStateException::new,
                stream -> Resharding.channels(
                        stream, List.of(how.apply(stream.header().channels().get(0)))));
    }

    Progress progress() {
        return catalogue.deliveries().find(key()).orElseThrow();
    }

    Stream stream() {
        return catalogue.find(KEY).orElseThrow();
    }

    void put(String... texts) {
        Shard shard = stream().shard(0);
        log.append(
                        stream().logKey(shard),
                        Arrays.stream(texts)
                                .map(text -> new NewRecord("k", text.getBytes(StandardCharsets.UTF_8)))
                                .toList())
                .join();
    }

    Path buckets() {
        return folder.getRoot().toPath().resolve("buckets");
    }
}
