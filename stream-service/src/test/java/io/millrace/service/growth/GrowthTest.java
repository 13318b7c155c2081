package io.millrace.service.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.MovableClock;
import io.millrace.service.log.rocks.RocksShardLog;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.HashKey;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Resharding.Settling;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.stream.StreamStatus;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Growth with a window of four seconds, one for each slice, on a stream of one shard. */
public class GrowthTest {
    private static final StreamKey KEY = new StreamKey("000000000000", "us-east-1", "s");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private RocksShardLog log;
    private Catalogue catalogue;

    @Before
    public void open() {
        log = RocksShardLog.open(folder.getRoot().toPath(), clock);
        catalogue = new Catalogue(log, clock);
    }

    @After
    public void close() {
        log.close();
    }

    @Test
    public void aShardThatStaysHotIsSplitAtTheMedianOfItsHashKeys() {
        create(StreamSettings.ON_DEMAND);
        Growth growth = growth(OptionalInt.empty(), Duration.ZERO);
        for (int slice = 0; slice < 3; slice++) {
            slice(growth, 600, 1);
            assertThat(openShards()).hasSize(1);
        }
        slice(growth, 600, 1);

        Shard parent = stream().shard(0);
        assertThat(parent.isOpen()).isFalse();
        assertThat(stream().children(parent)).hasSize(2);
        // The keys are 1,000 to 1,599.
        assertThat(openShards().get(1).range().start().intValue()).isBetween(1_150, 1_450);
        assertThat(new Catalogue(log, clock).find(KEY).orElseThrow().openShards())
                .isEqualTo(2);
    }

    @Test
    public void aShardThatIsHotByItsBytesIsSplitToo() {
        create(StreamSettings.ON_DEMAND);
        Growth growth = growth(OptionalInt.empty(), Duration.ZERO);
        for (int slice = 0; slice < 4; slice++) {
            slice(growth, 60, 10_000);
        }
        assertThat(openShards()).hasSize(2);
    }

    @Test
    public void onePauseBeginsTheCountAnew() {
        create(StreamSettings.ON_DEMAND);
        Growth growth = growth(OptionalInt.empty(), Duration.ZERO);
        for (int slice = 0; slice < 20; slice++) {
            slice(growth, slice % 4 == 3 ? 400 : 600, 1);
        }
        assertThat(openShards()).hasSize(1);
    }

    @Test
    public void theChildrenGrowInTheirTurn() {
        create(StreamSettings.ON_DEMAND);
        Growth growth = growth(OptionalInt.empty(), Duration.ZERO);
        for (int slice = 0; slice < 8; slice++) {
            slice(growth, 2_000, 1);
        }
        assertThat(openShards()).hasSize(4);
        assertThat(stream().shards()).hasSize(7);
    }

    @Test
    public void theShardLimitIsKept() {
        create(StreamSettings.ON_DEMAND);
        Growth growth = growth(OptionalInt.of(3), Duration.ZERO);
        for (int slice = 0; slice < 20; slice++) {
            slice(growth, 8_000, 1);
        }
        assertThat(openShards()).hasSize(3);
    }

    @Test
    public void aProvisionedStreamStaysAsItIs() {
        create(StreamSettings.PROVISIONED);
        Growth growth = growth(OptionalInt.empty(), Duration.ZERO);
        for (int slice = 0; slice < 6; slice++) {
            slice(growth, 2_000, 1);
        }
        assertThat(openShards()).hasSize(1);
    }

    @Test
    public void aStreamThatIsUpdatingGrowsWhenItIsActiveAgain() {
        create(StreamSettings.ON_DEMAND);
        catalogue.change(
                KEY,
                IllegalStateException::new,
                stream -> Resharding.settings(
                        stream,
                        stream.settings(),
                        new Settling(clock.instant(), clock.instant().plusSeconds(6))));
        Growth growth = growth(OptionalInt.empty(), Duration.ofSeconds(30));
        for (int slice = 0; slice < 5; slice++) {
            slice(growth, 600, 1);
        }
        assertThat(openShards()).hasSize(1);
        slice(growth, 600, 1);
        assertThat(openShards()).hasSize(2);
        assertThat(stream().status(clock.instant())).isEqualTo(StreamStatus.UPDATING);
    }

    /** A second in which so many records come, one after the other over 600 hash keys. */
    private void slice(Growth growth, int records, long bytes) {
        for (int i = 0; i < records; i++) {
            HashKey hashKey = HashKey.of(BigInteger.valueOf(1_000 + i % 600));
            growth.saw(stream().logKey(stream().route(hashKey)), hashKey, bytes);
        }
        clock.advance(Duration.ofSeconds(1));
        growth.tick();
    }

    private Growth growth(OptionalInt shardLimit, Duration stateDelay) {
        return new Growth(catalogue, new GrowthSettings(Duration.ofSeconds(4), shardLimit, stateDelay), clock);
    }

    private void create(String mode) {
        catalogue.create(id -> Resharding.create(
                Stream.Header.creating(
                        id,
                        KEY,
                        new Resharding.Settling(clock.instant(), clock.instant()),
                        StreamSettings.defaults(mode)),
                1));
    }

    private Stream stream() {
        return catalogue.find(KEY).orElseThrow();
    }

    private List<Shard> openShards() {
        return stream().shards().stream().filter(Shard::isOpen).toList();
    }
}
