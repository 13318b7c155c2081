package io.millrace.filter;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A condition on where a record lies and when it came. It says where matching records <em>can</em> be: what it leaves may
 * hold others too, so whoever asked the question still looks at each record; what it drops never matches. Immutable.
 */
public sealed interface RecordFilter {
    /** Every record may match. */
    static RecordFilter any() {
        return Constant.ANY;
    }

    /** No record matches. */
    static RecordFilter none() {
        return Constant.NONE;
    }

    /** What a part of a shard has of records that may match; empty when it has none. */
    Optional<Scope> narrow(Scope scope);

    /** Whether a shard may hold a matching record, as far as ListShards tells. */
    default boolean mayMatch(Shard shard) {
        return narrow(Scope.of(shard)).isPresent();
    }

    /** Whether the hash keys of shards are needed to make the most of it. */
    default boolean asksForHashKeys() {
        return false;
    }

    /** What is left of the condition for a stream whose shards may each hold records of any partition key. */
    default RecordFilter withoutHashKeys() {
        return this;
    }

    /** Both conditions. */
    default RecordFilter and(RecordFilter other) {
        if (this == Constant.ANY || other == Constant.NONE) {
            return other;
        }
        return other == Constant.ANY || this == Constant.NONE ? this : new And(List.of(this, other));
    }

    /** One of the conditions or both. */
    default RecordFilter or(RecordFilter other) {
        if (this == Constant.ANY || other == Constant.NONE) {
            return this;
        }
        return other == Constant.ANY || this == Constant.NONE ? other : new Or(List.of(this, other));
    }

    /** Does not depend on the record. */
    enum Constant implements RecordFilter {
        ANY,
        NONE;

        @Override
        public Optional<Scope> narrow(Scope scope) {
            return this == ANY ? Optional.of(scope) : Optional.empty();
        }
    }

    /** All of several conditions. */
    record And(List<RecordFilter> parts) implements RecordFilter {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public Optional<Scope> narrow(Scope scope) {
            Optional<Scope> left = Optional.of(scope);
            for (RecordFilter part : parts) {
                left = left.flatMap(part::narrow);
            }
            return left;
        }

        @Override
        public boolean asksForHashKeys() {
            return parts.stream().anyMatch(RecordFilter::asksForHashKeys);
        }

        @Override
        public RecordFilter withoutHashKeys() {
            return parts.stream().map(RecordFilter::withoutHashKeys).reduce(any(), RecordFilter::and);
        }
    }

    /** At least one of several conditions. */
    record Or(List<RecordFilter> parts) implements RecordFilter {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public Optional<Scope> narrow(Scope scope) {
            return parts.stream()
                    .map(part -> part.narrow(scope))
                    .flatMap(Optional::stream)
                    .reduce(Scope::hull);
        }

        @Override
        public boolean asksForHashKeys() {
            return parts.stream().anyMatch(RecordFilter::asksForHashKeys);
        }

        @Override
        public RecordFilter withoutHashKeys() {
            return parts.stream().map(RecordFilter::withoutHashKeys).reduce(none(), RecordFilter::or);
        }
    }

    /** The record lies in one of some shards. */
    record Shards(Predicate<ShardId> which) implements RecordFilter {
        @Override
        public Optional<Scope> narrow(Scope scope) {
            return Optional.of(scope).filter(it -> which.test(it.shard()));
        }
    }

    /**
     * The record has one of these partition keys, and lies in the shard that has its hash. A record that was put with an
     * explicit hash key, or aggregated with others under another key, may lie elsewhere and is missed; so may any record of
     * a stream that distributes its records itself.
     */
    record PartitionKeys(Set<BigInteger> hashes) implements RecordFilter {
        public PartitionKeys {
            hashes = Set.copyOf(hashes);
        }

        public static PartitionKeys of(Collection<String> keys) {
            return new PartitionKeys(keys.stream().map(HashKeys::hash).collect(Collectors.toSet()));
        }

        @Override
        public Optional<Scope> narrow(Scope scope) {
            return Optional.of(scope)
                    .filter(it -> it.keys().isEmpty()
                            || hashes.stream().anyMatch(it.keys().get()::contain));
        }

        @Override
        public boolean asksForHashKeys() {
            return true;
        }

        @Override
        public RecordFilter withoutHashKeys() {
            return any();
        }
    }

    /** The record's sequence number, as an integer, is within bounds. */
    record SequenceNumbers(Bounds<SequenceNumber> bounds) implements RecordFilter {
        @Override
        public Optional<Scope> narrow(Scope scope) {
            return scope.within(bounds);
        }
    }

    /** The record's approximate arrival time, cut to the millisecond, is within bounds. */
    record Arrivals(Bounds<Instant> bounds) implements RecordFilter {
        @Override
        public Optional<Scope> narrow(Scope scope) {
            return scope.arrived(bounds);
        }
    }

    /**
     * The decimal text of the record's sequence number is, as text, less or greater than another: "9" is greater than "10".
     * Narrows only where all sequence numbers have as many digits, so that their order as texts is that as numbers.
     *
     * @param greater whether it is greater than the text rather than less
     * @param orEqual whether it may also be the text itself
     * @param text decimal digits, at least one
     */
    record SequenceTexts(boolean greater, boolean orEqual, String text) implements RecordFilter {
        @Override
        public Optional<Scope> narrow(Scope scope) {
            Optional<Integer> digits =
                    scope.numbers().from().map(number -> number.toString().length());
            if (digits.isEmpty()
                    || !digits.equals(
                            scope.numbers().to().map(number -> number.toString().length()))) {
                return Optional.of(scope);
            }
            return bounds(digits.get()).map(scope::within).orElse(Optional.empty());
        }

        /** The numbers of so many digits that fit. */
        private Optional<Bounds<SequenceNumber>> bounds(int digits) {
            // A shorter text comes before all texts that go on where it ends, a longer one after its own beginning.
            String cut = text.length() > digits ? text.substring(0, digits) : text + "0".repeat(digits - text.length());
            SequenceNumber number = SequenceNumber.of(cut);
            boolean itself = text.length() == digits ? orEqual : (text.length() < digits) == greater;
            if (greater) {
                return Optional.of(Bounds.from(itself ? number : next(number)));
            }
            return itself ? Optional.of(Bounds.to(number)) : previous(number).map(Bounds::to);
        }

        private static SequenceNumber next(SequenceNumber number) {
            return new SequenceNumber(number.value().add(BigInteger.ONE));
        }

        private static Optional<SequenceNumber> previous(SequenceNumber number) {
            return number.value().signum() == 0
                    ? Optional.empty()
                    : Optional.of(new SequenceNumber(number.value().subtract(BigInteger.ONE)));
        }
    }
}
