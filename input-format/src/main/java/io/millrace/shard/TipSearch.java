package io.millrace.shard;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.RecordPage;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the last record of an open shard, going on from a record that was seen. It jumps ahead by arrival times, because
 * that takes few calls, but a jump only chooses where to read on: from any record on, reading until nothing follows ends
 * at the tip, however wrong the times are. The service's own clock is used, never this machine's. For one thread.
 *
 * <p>The jumps close in on the moment at which the shard fell silent, between the last record seen and the earliest time
 * that had nothing, until what is left in between is read as soon as looked at once more: at most a {@link Density#isSoonRead
 * page of two mebibytes}, however much the shard got in how little time.
 */
final class TipSearch {
    /** A shard that is in use has records as young as this. */
    private static final Duration NEAR = Duration.ofSeconds(2);
    /** Times of arrival are told apart by as much. */
    private static final Duration TICK = Duration.ofMillis(1);

    private final Function<IteratorStart, ShardPages> open;
    private final TipHint hint;
    private final Instant start;
    private ShardPages place;
    private Density density;
    /** When nothing arrived any more, as far as looks there say; empty: not known of any time. */
    private Optional<Instant> silentFrom = Optional.empty();
    /** The service's time when that was found first. */
    private Instant present;

    /**
     * A search from where a walk stands.
     *
     * @param open starts a walk through the shard
     * @param place a walk that has read a record
     * @param hint of the shards that were searched before, which is where this one is looked at first; learns of it
     */
    TipSearch(Function<IteratorStart, ShardPages> open, ShardPages place, TipHint hint) {
        this.open = open;
        this.hint = hint;
        this.place = place;
        List<StoredRecord> seen = place.page().map(RecordPage::records).orElse(List.of());
        this.density = Density.of(seen.isEmpty() ? List.of(place.last().orElseThrow()) : seen);
        this.start = here();
        this.present = now();
    }

    /** The greatest sequence number in the shard now. */
    SequenceNumber tip() {
        if (!place.isAtTip()) {
            search();
            hint.found(here());
        }
        return place.lastNumber().orElseThrow();
    }

    private void search() {
        Optional<Instant> hinted = hint.time().filter(start::isBefore);
        if (hinted.isEmpty()) {
            look(place, density.look());
        } else if (isSomethingFrom(hinted.get())) {
            look(place, density.within(TipHint.SPREAD));
        }
        while (!place.isAtTip()) {
            step();
        }
    }

    /** Gets closer to the tip by a page, or closer to the end of the records by a look at a time. */
    private void step() {
        present = silentFrom.isPresent() ? present : now();
        Duration left = Duration.between(here(), silentFrom.orElse(present));
        if (density.isSoonRead(left)) {
            // Also when nothing is left: what follows arrived since the search began, or in another order than it was
            // put.
            look(place, density.page());
        } else if (silentFrom.isEmpty() && left.compareTo(NEAR) > 0) {
            isSomethingFrom(present.minus(NEAR));
        } else {
            isSomethingFrom(here().plus(untilNextLook(left)));
        }
    }

    /**
     * How far ahead of the place the next look goes. The shard may have fallen silent seconds or days ago, and it may have got
     * records for seconds or for days before: each magnitude is as likely as the other. So a look halves what is possible of
     * the ratio of both, in magnitudes. Records that are soon read make no difference.
     *
     * @param left between the place and the earliest time that had nothing
     */
    private Duration untilNextLook(Duration left) {
        double seen = millis(start, here());
        double least = (double) density.soon().toMillis();
        double busy = Math.max(least, seen);
        double silent = Math.max(1, millis(here(), present));
        double longestBusy = Math.max(least, seen + (double) left.toMillis());
        double shortestSilent = Math.max(1, millis(here().plus(left), present));
        double ratio = Math.sqrt(busy / silent * longestBusy / shortestSilent);
        long middle = Math.round(millis(start, present) * ratio / (1 + ratio) - seen);
        return Duration.ofMillis(Math.max(TICK.toMillis(), Math.min(middle, left.toMillis() - TICK.toMillis())));
    }

    private static double millis(Instant one, Instant other) {
        return (double) Duration.between(one, other).toMillis();
    }

    private Instant here() {
        return place.last().orElseThrow().arrival();
    }

    /** The service's time, as the last page tells it: a little less when there is a gap behind that page. */
    private Instant now() {
        return here().plus(place.page().map(RecordPage::behind).orElse(Duration.ZERO));
    }

    /** Looks there; goes there if there is a record after the place where the search stands. */
    private boolean isSomethingFrom(Instant time) {
        ShardPages there = open.apply(new IteratorStart.AtTime(time));
        look(there, density.look());
        Optional<SequenceNumber> seen = there.lastNumber();
        if (seen.isEmpty() || !seen.get().isAfter(place.lastNumber().orElseThrow())) {
            silentFrom = Optional.of(time);
            present = present.isAfter(time) ? present : time;
            return false;
        }
        place = there;
        return true;
    }

    private void look(ShardPages there, int limit) {
        List<StoredRecord> seen = there.nextRecords(limit);
        if (!seen.isEmpty()) {
            density = Density.of(seen);
        }
    }
}
