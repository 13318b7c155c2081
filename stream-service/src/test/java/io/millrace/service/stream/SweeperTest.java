package io.millrace.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.MovableClock;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.rocks.RocksShardLog;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SweeperTest {
    private static final StreamKey KEY = new StreamKey("000000000000", "us-east-1", "s");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private RocksShardLog log;
    private Catalogue catalogue;
    private Sweeper sweeper;

    @Before
    public void open() {
        log = RocksShardLog.open(folder.getRoot().toPath(), clock);
        catalogue = new Catalogue(log, clock);
        sweeper = new Sweeper(
                catalogue, log, Retention.start(catalogue, log, clock, Optional.of(Duration.ofMinutes(1))), clock);
        catalogue.create(id -> Resharding.create(
                Stream.Header.creating(
                        id,
                        KEY,
                        new Resharding.Settling(clock.instant(), clock.instant()),
                        StreamSettings.defaults(StreamSettings.PROVISIONED)),
                1));
    }

    @After
    public void close() {
        sweeper.close();
        log.close();
    }

    @Test
    public void expiredRecordsAreRemovedFromTheLog() {
        put("old");
        clock.advance(Duration.ofSeconds(40));
        put("new");
        clock.advance(Duration.ofSeconds(40));

        sweeper.sweep();

        assertThat(readAll(stream().shard(0)).records()).hasSize(1);
    }

    @Test
    public void aClosedShardGoesOnceAllItHeldHasExpired() {
        put("old");
        catalogue.change(
                KEY,
                IllegalStateException::new,
                stream -> Resharding.split(
                        stream,
                        stream.shard(0),
                        BigInteger.TEN,
                        new Resharding.Settling(clock.instant(), clock.instant())));
        sweeper.sweep();
        assertThat(stream().shards()).extracting(Shard::index).containsExactly(0, 1, 2);

        clock.advance(Duration.ofSeconds(61));
        sweeper.sweep();

        assertThat(stream().shards()).extracting(Shard::index).containsExactly(1, 2);
        Catalogue reread = new Catalogue(log, clock);
        assertThat(reread.find(KEY).orElseThrow().shards())
                .extracting(Shard::index)
                .containsExactly(1, 2);
    }

    @Test
    public void aDeletedStreamGoesOnceItsDelayIsOver() {
        Instant until = clock.instant().plusSeconds(10);
        catalogue.change(
                KEY,
                IllegalStateException::new,
                stream -> Resharding.delete(stream, new Resharding.Settling(clock.instant(), until)));
        sweeper.sweep();
        assertThat(catalogue.all()).hasSize(1);

        clock.advance(Duration.ofSeconds(10));
        sweeper.sweep();

        assertThat(catalogue.all()).isEmpty();
        assertThat(log.entries("")).containsOnlyKeys("next-stream", "kept-at-most");
    }

    private Stream stream() {
        return catalogue.find(KEY).orElseThrow();
    }

    private void put(String text) {
        Stream stream = stream();
        log.append(stream.logKey(stream.shard(0)), List.of(new NewRecord("k", text.getBytes(StandardCharsets.UTF_8))))
                .join();
    }

    private ReadPage readAll(Shard shard) {
        return log.read(stream().logKey(shard), SequenceNumber.parse("0"), 0, 100, 1 << 20);
    }
}
