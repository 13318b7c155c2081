package io.millrace.service.stream;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.LogException;
import io.millrace.service.log.ShardLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How long records last: the stream's retention, or less when the service was told so. What has expired once stays so
 * when records come to be kept for longer, as <a
 * href="https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html">Kinesis has it</a>, whether it
 * was swept or not: readers may rely on a trim horizon that only moves forwards. Immutable.
 */
public final class Retention {
    private final InstantSource clock;
    private final Duration atMost;

    /**
     * The rule of a service that starts.
     *
     * @param log keeps the bound for the next start, which may have another one
     * @param atMost bound over all streams; empty for none
     */
    public static Retention start(Catalogue catalogue, ShardLog log, InstantSource clock, Optional<Duration> atMost) {
        Optional<Duration> before = CatalogueCodec.find(log, CatalogueCodec.KEPT_AT_MOST, Long.class)
                .map(Duration::ofMillis);
        if (before.isPresent() && (atMost.isEmpty() || atMost.get().compareTo(before.get()) > 0)) {
            // First the streams: after a crash in between it is done again.
            Retention shorter = new Retention(clock, before);
            for (Stream stream : catalogue.all()) {
                if (!stream.isGone(clock.instant())) {
                    catalogue.change(
                            stream.header().key(),
                            () -> new LogException("stream " + stream.name() + " went while the service started"),
                            newest -> Resharding.expire(newest, shorter.horizon(newest)));
                }
            }
        }
        if (!before.equals(atMost)) {
            keep(log, atMost);
        }
        return new Retention(clock, atMost);
    }

    private static void keep(ShardLog log, Optional<Duration> bound) {
        LogChange.Builder change = new LogChange.Builder();
        bound.ifPresentOrElse(
                kept -> change.put(CatalogueCodec.KEPT_AT_MOST, CatalogueCodec.bytes(kept.toMillis())),
                () -> change.remove(CatalogueCodec.KEPT_AT_MOST));
        log.commitNow(change.build(), () -> {});
    }

    private Retention(InstantSource clock, Optional<Duration> atMost) {
        this.clock = clock;
        this.atMost = atMost.orElse(null);
    }

    /** Records that arrived before this moment are gone. */
    public Instant horizon(Stream stream) {
        Duration kept = Duration.ofHours(stream.settings().retentionHours());
        if (atMost != null && atMost.compareTo(kept) < 0) {
            kept = atMost;
        }
        Instant horizon = clock.instant().minus(kept);
        Instant expired = Instant.ofEpochMilli(stream.header().expiredBeforeMillis());
        return horizon.isAfter(expired) ? horizon : expired;
    }

    /** Whether the shard is closed and all it held is gone. */
    public boolean isExpired(Stream stream, Shard shard) {
        return !shard.closedAtOrAfter(horizon(stream));
    }
}
