package io.millrace.split;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.filter.Bounds;
import io.millrace.filter.RecordFilter;
import io.millrace.filter.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Leaves of the splits of a read what may match a condition: whole splits go, and of others the beginning or the end. What
 * was planned stays as it is stored; this only spares one query the reading. Stateless.
 */
public final class SplitNarrowing {
    private SplitNarrowing() {}

    /** Narrows splits. A shard may have any partition key if its hash keys are not known, or say nothing about them. */
    public static List<KinesisSplit> narrow(List<KinesisSplit> splits, RecordFilter filter) {
        return splits.stream()
                .map(split -> filter.narrow(scope(split)).flatMap(scope -> narrow(split, scope)))
                .flatMap(Optional::stream)
                .map(split -> filter.asksForHashKeys() ? relyingOnKeys(split) : split)
                .toList();
    }

    private static KinesisSplit relyingOnKeys(KinesisSplit split) {
        return split.withKeys(split.keys().map(KinesisSplit.Keys::reliedOn));
    }

    private static Scope scope(KinesisSplit split) {
        Optional<SequenceNumber> first = split.start().range().map(StartingPosition.AtSequence::first);
        return new Scope(
                split.shard(),
                split.keys().flatMap(KinesisSplit.Keys::ofPartitionKeys),
                new Bounds<>(first, Optional.of(split.end().last())),
                Bounds.all());
    }

    private static Optional<KinesisSplit> narrow(KinesisSplit split, Scope scope) {
        Optional<KinesisSplit.Times> times = times(split.times(), scope.arrivals());
        return times.map(left -> new KinesisSplit(
                split.stream(),
                split.shard(),
                split.keys(),
                start(split.start(), scope.numbers().from()),
                end(split.end(), scope.numbers().to().orElseThrow()),
                left));
    }

    private static StartingPosition start(StartingPosition start, Optional<SequenceNumber> wanted) {
        return start.range()
                .filter(range ->
                        wanted.filter(number -> number.isAfter(range.first())).isPresent())
                .<StartingPosition>map(range -> new StartingPosition.Beyond(range, wanted.orElseThrow()))
                .orElse(start);
    }

    /** A number that a query names need not be a record's, so the split need not end with one. */
    private static KinesisSplit.End end(KinesisSplit.End end, SequenceNumber last) {
        return end.last().isAfter(last) ? new KinesisSplit.End(last, false) : end;
    }

    private static Optional<KinesisSplit.Times> times(KinesisSplit.Times times, Bounds<Instant> arrivals) {
        Optional<Instant> from = Stream.of(times.from(), arrivals.from())
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
        // Arrivals are cut to the millisecond, so all of the last one belongs to it.
        Optional<Instant> until = Stream.of(times.until(), arrivals.to().map(last -> last.plusMillis(1)))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        return from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())
                ? Optional.empty()
                : Optional.of(new KinesisSplit.Times(from, until));
    }
}
