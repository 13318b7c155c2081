package io.millrace.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Measured values of one kind, in ascending order; at least one. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Samples(double[] sorted) {
    /** The values in any order, at least one. */
    public static Samples of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    public double median() {
        return quantile(0.5);
    }

    /** The smallest value that this share of all values does not exceed; {@code share} from 0 to 1. */
    public double quantile(double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)];
    }

    /** Smallest, middle and greatest value. */
    public String spread() {
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f", sorted[0], median(), sorted[sorted.length - 1]);
    }
}
