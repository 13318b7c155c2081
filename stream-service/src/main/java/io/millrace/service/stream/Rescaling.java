package io.millrace.service.stream;

import io.millrace.service.log.LogChange;
import io.millrace.service.stream.Resharding.Settling;
import java.math.BigInteger;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a stream to a number of shards that share all hash keys evenly, by splits and merges: shards are split where a
 * new one begins, and merged where none begins any more. As on AWS, a shard that is split on the way and merged again
 * is open for no time at all. For one change; not thread-safe.
 */
public final class Rescaling {
    private final Settling settling;
    private final LogChange.Builder log = new LogChange.Builder();
    private Stream stream;

    private Rescaling(Stream stream, Settling settling) {
        this.stream = stream;
        this.settling = settling;
    }

    /** The change to this many open shards. */
    public static Catalogue.Change uniform(Stream stream, int shards, Settling settling) {
        Set<BigInteger> starts =
                HashKeyRange.uniform(shards).stream().map(HashKeyRange::start).collect(Collectors.toSet());
        Rescaling rescaling = new Rescaling(stream, settling);
        starts.stream().sorted().forEach(rescaling::splitAt);
        rescaling.mergeWhereNoneOf(starts);
        return new Catalogue.Change(rescaling.stream, rescaling.log);
    }

    private void splitAt(BigInteger start) {
        Shard holder = stream.route(start);
        if (!holder.range().start().equals(start)) {
            apply(Resharding.split(stream, holder, start, settling));
        }
    }

    private void mergeWhereNoneOf(Set<BigInteger> starts) {
        BigInteger at = BigInteger.ZERO;
        while (at.compareTo(HashKeyRange.MAX) < 0) {
            Shard shard = stream.route(at);
            if (!starts.contains(at)) {
                apply(Resharding.merge(stream, stream.route(at.subtract(BigInteger.ONE)), shard, settling));
            }
            at = shard.range().end().add(BigInteger.ONE);
        }
    }

    private void apply(Catalogue.Change change) {
        stream = change.after();
        log.and(change.log());
    }
}
