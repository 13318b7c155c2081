package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Failures between the steps of a delivery, each followed by a start anew from what is stored. */
public class DeliveryFaultsTest {
    private static final StreamKey KEY = new StreamKey("000000000000", "us-east-1", "s");
    private static final Duration FRESHNESS = Duration.ofMinutes(5);
    private static final String LEFT = "kinesis-channel/c/";
    private static final String ERRORS = "errors/";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private final Counts counts = new Counts();
    private final FaultyStore store = new FaultyStore();
    private RocksShardLog log;
    private Catalogue catalogue;
    private Delivery delivery;
    private BucketObjects lake;

    @Before
    public void open() {
        log = RocksShardLog.open(folder.getRoot().toPath().resolve("log"), clock);
        store.folder = new FolderStore(buckets());
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

    @After
    public void close() {
        log.close();
    }

    @Test
    public void anObjectThatCouldNotBeBegunHasLaterTheRecordsThatItWasToHave() {
        put("1", "2");
        clock.advance(FRESHNESS);
        store.failingCreates = 1;
        delivery.tick();
        String planned = progress().writing().key();
        assertThat(lake.keys(LEFT)).isEmpty();
        put("3");

        start();
        delivery.tick();

        assertThat(lake.keys(LEFT)).containsExactly(planned);
        assertThat(lake.text(LEFT)).isEqualTo("1\n2\n");
        clock.advance(FRESHNESS);
        delivery.tick();
        assertThat(lake.text(LEFT)).isEqualTo("1\n2\n3\n");
        assertThat(counts.failures).isEqualTo(1);
    }

    @Test
    public void anObjectThatWasWrittenBeforeItsPositionMovedIsNotWrittenAgain() throws IOException {
        put("1", "2");
        clock.advance(FRESHNESS);
        store.killsAfterPublish = 1;
        delivery.tick();
        assertThat(progress().batch()).isPresent();
        Object file = fileKey(lake.keys(LEFT).get(0));
        put("3");

        start();
        delivery.tick();

        assertThat(progress().batch()).isEmpty();
        assertThat(fileKey(lake.keys(LEFT).get(0))).isEqualTo(file);
        assertThat(lake.text(LEFT)).isEqualTo("1\n2\n");
        clock.advance(FRESHNESS);
        delivery.tick();
        assertThat(lake.text(LEFT)).isEqualTo("1\n2\n3\n");
    }

    @Test
    public void anObjectThatIsWholeStaysSoWhenItsRecordsHaveExpiredMeanwhile() {
        put("1", "2");
        clock.advance(FRESHNESS);
        store.killsAfterPublish = 1;
        delivery.tick();
        clock.advance(Duration.ofHours(25));

        start();
        delivery.tick();

        assertThat(lake.text(LEFT)).isEqualTo("1\n2\n");
        assertThat(counts.expired).isZero();
    }

    @Test
    public void deadLettersThatAreThereAreCompletedByTheirObject() {
        put("1", "{", "2");
        clock.advance(FRESHNESS);
        store.killsAfterPublish = 1;
        delivery.tick();
        assertThat(lake.keys(ERRORS)).hasSize(1);
        assertThat(lake.keys(LEFT)).isEmpty();

        start();
        delivery.tick();

        assertThat(lake.keys(ERRORS)).hasSize(1);
        assertThat(lake.text(ERRORS).lines()).hasSize(1);
        assertThat(lake.text(LEFT)).isEqualTo("1\n2\n");
    }

    @Test
    public void whatAKilledAttemptLeftIsReplaced() throws IOException {
        put("1");
        clock.advance(FRESHNESS);
        store.killsWhileWriting = 1;
        delivery.tick();
        assertThat(drafts()).hasSize(1);
        assertThat(lake.keys(LEFT)).isEmpty();

        start();
        delivery.tick();

        assertThat(lake.text(LEFT)).isEqualTo("1\n");
        assertThat(drafts()).isEmpty();
    }

    @Test
    public void recordsThatExpireBeforeTheyAreDeliveredAreCounted() {
        put("1", "2");
        delivery.tick();
        put("3");
        clock.advance(Duration.ofHours(25));
        put("4");
        delivery.tick();
        clock.advance(FRESHNESS);
        delivery.tick();

        assertThat(counts.expired).isEqualTo(3);
        assertThat(lake.text(LEFT)).isEqualTo("4\n");

        put("5");
        clock.advance(Duration.ofHours(25));
        start();
        delivery.tick();
        assertThat(counts.expired).isEqualTo(4);
        start();
        delivery.tick();
        assertThat(counts.expired).as("told once").isEqualTo(4);
    }

    @Test
    public void recordsThatExpireAfterTheirRangeWasStoredAreCounted() {
        put("1", "2");
        clock.advance(FRESHNESS);
        store.failingCreates = 1;
        delivery.tick();
        clock.advance(Duration.ofHours(25));
        put("3");
        start();
        delivery.tick();

        assertThat(counts.expired).isEqualTo(2);
        clock.advance(FRESHNESS);
        delivery.tick();
        assertThat(lake.text(LEFT)).isEqualTo("3\n");
    }

    @Test
    public void aClosedShardIsDoneOnceAndForgottenWithTheChannel() {
        put("1");
        catalogue.change(
                KEY,
                IllegalStateException::new,
                stream -> Resharding.split(
                        stream,
                        stream.shard(0),
                        BigInteger.TEN,
                        new Resharding.Settling(clock.instant(), clock.instant())));
        clock.advance(FRESHNESS);
        delivery.tick();
        assertThat(lake.text(LEFT)).isEqualTo("1\n");
        assertThat(progress().next())
                .isEqualTo(
                        stream().shard(0).endingSequenceNumber().orElseThrow().toString());

        change(channel -> channel.goneAt(clock.instant()));
        delivery.tick();
        assertThat(catalogue.deliveries().keys()).isEmpty();
        assertThat(stream().header().channels()).isEmpty();
        assertThat(log.entries().keySet()).noneMatch(name -> name.startsWith("delivery/"));
    }

    @Test
    public void whatComesAfterTheChannelsEndIsNotDeliveredByTheTickThatIsUnderWay() {
        put("1");
        clock.advance(FRESHNESS);
        store.meanwhile = () -> {
            change(channel -> channel.goneAt(clock.instant()));
            put("2");
            clock.advance(FRESHNESS);
        };

        delivery.tick();
        delivery.tick();

        assertThat(lake.text(LEFT)).isEqualTo("1\n");
    }

    @Test
    public void aNewFreshnessCountsForTheTickThatIsUnderWay() {
        put("1");
        clock.advance(FRESHNESS);
        store.meanwhile = () -> {
            change(channel ->
                    channel.updated(channel.destination().withFreshness(900), channel.logging(), clock.instant()));
            put("2");
            clock.advance(FRESHNESS);
        };

        delivery.tick();

        assertThat(lake.text(LEFT)).isEqualTo("1\n");
        clock.advance(Duration.ofMinutes(10));
        delivery.tick();
        assertThat(lake.text(LEFT)).isEqualTo("1\n2\n");
    }

    private void change(UnaryOperator<Channel> how) {
        catalogue.change(
                KEY,
                IllegalStateException::new,
                stream -> Resharding.channels(
                        stream, List.of(how.apply(stream.header().channels().get(0)))));
    }

    /** What a program sees that was just started on the same log. */
    private void start() {
        catalogue = new Catalogue(log, clock);
        delivery = new Delivery(
                catalogue,
                log,
                Retention.start(catalogue, clock, Optional.empty()),
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

    private Progress progress() {
        return catalogue.deliveries().find(key()).orElseThrow();
    }

    private Stream stream() {
        return catalogue.find(KEY).orElseThrow();
    }

    private void put(String... texts) {
        Shard shard = stream().shard(0);
        log.append(
                        stream().logKey(shard),
                        Arrays.stream(texts)
                                .map(text -> new NewRecord("k", text.getBytes(StandardCharsets.UTF_8)))
                                .toList())
                .join();
    }

    private Path buckets() {
        return folder.getRoot().toPath().resolve("buckets");
    }

    private Object fileKey(String key) throws IOException {
        return Files.readAttributes(buckets().resolve("lake").resolve(key), BasicFileAttributes.class)
                .fileKey();
    }

    private List<Path> drafts() throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(buckets())) {
            return files.filter(file -> file.toString().endsWith(".draft")).toList();
        }
    }

    /** Ends the work where a kill would. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class FaultyStore implements ObjectStore {
        private FolderStore folder;
        private int failingCreates;
        private int killsAfterPublish;
        private int killsWhileWriting;
        private Runnable meanwhile = () -> {};

        @Override
        public boolean exists(String bucket, String key) throws IOException {
            return folder.exists(bucket, key);
        }

        @Override
        public NewObject create(String bucket, String key, String draft) throws IOException {
            if (failingCreates-- > 0) {
                throw new IOException("No space left on device");
            }
            NewObject inner = folder.create(bucket, key, draft);
            boolean dies = killsWhileWriting-- > 0;
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return new NewObject() {
                @Override
                public OutputStream content() {
                    return inner.content();
                }

                @Override
                public void publish() throws IOException {
                    if (dies) {
                        throw new Killed();
                    }
                    inner.publish();
                    if (killsAfterPublish-- > 0) {
                        throw new Killed();
                    }
                }

                @Override
                public void close() throws IOException {
                    if (!dies) {
                        inner.close();
                    }
                }
            };
        }
    }

    private static final class Counts implements DeliveryListener {
        private long expired;
        private long failures;

        @Override
        public void delivered(Label channel, long records, long failed, long objects, long bytesIn, long bytesOut) {}

        @Override
        public void expired(Label channel, long records) {
            expired += records;
        }

        @Override
        public void failed(Label channel) {
            failures++;
        }

        @Override
        public void fresh(Label channel, long ageMillis) {}

        @Override
        public void present(Set<Label> channels) {}
    }
}
