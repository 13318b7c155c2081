package io.millrace.filter;

import java.util.Optional;

/**
 * An interval of values, both ends inclusive, either of which may be missing. Never empty. Immutable.
 *
 * @param from the least value; empty: no bound
 * @param to the greatest value; empty: no bound
 */
public record Bounds<T extends Comparable<T>>(Optional<T> from, Optional<T> to) {
    public Bounds {
        if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
            throw new IllegalArgumentException("bounds from " + from.get() + " to " + to.get() + " are empty");
        }
    }

    /** Every value. */
    public static <T extends Comparable<T>> Bounds<T> all() {
        return new Bounds<T>(Optional.empty(), Optional.empty());
    }

    public static <T extends Comparable<T>> Bounds<T> of(T from, T to) {
        return new Bounds<>(Optional.of(from), Optional.of(to));
    }

    public static <T extends Comparable<T>> Bounds<T> from(T from) {
        return new Bounds<>(Optional.of(from), Optional.empty());
    }

    public static <T extends Comparable<T>> Bounds<T> to(T to) {
        return new Bounds<>(Optional.empty(), Optional.of(to));
    }

    /** What both have; empty when they have nothing in common. */
    public Optional<Bounds<T>> intersection(Bounds<T> other) {
        Optional<T> low = later(from, other.from);
        Optional<T> high = earlier(to, other.to);
        return low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0
                ? Optional.empty()
                : Optional.of(new Bounds<>(low, high));
    }

    /** The least interval that has all of both. */
    public Bounds<T> hull(Bounds<T> other) {
        return new Bounds<>(
                from.isPresent() && other.from.isPresent() ? earlier(from, other.from) : Optional.<T>empty(),
                to.isPresent() && other.to.isPresent() ? later(to, other.to) : Optional.<T>empty());
    }

    private static <T extends Comparable<T>> Optional<T> later(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(one.get().compareTo(other.get()) >= 0 ? one.get() : other.get())
                : one.or(() -> other);
    }

    private static <T extends Comparable<T>> Optional<T> earlier(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(one.get().compareTo(other.get()) <= 0 ? one.get() : other.get())
                : one.or(() -> other);
    }
}
