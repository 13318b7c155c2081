package io.millrace.publish;

import io.millrace.write.WriteCounter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a publisher has done.
 *
 * @param before records that publishers before it had put
 * @param counts what it counted itself
 */
public record Published(long before, Map<WriteCounter, Long> counts) {
    public Published {
        counts = Map.copyOf(counts);
    }

    static Published nothing() {
        return new Published(0, new EnumMap<>(WriteCounter.class));
    }

    /** How many records are in the stream, as far as it has looked. */
    long inStream() {
        return before + count(WriteCounter.RECORDS);
    }

    public long count(WriteCounter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    /** For people: "10,000 records (1.2 MB) by 20 calls; sent again: 12 throttled". */
    @Override
    public String toString() {
        String text = String.format(
                Locale.ROOT,
                "%,d records (%,.1f MB) by %,d calls",
                count(WriteCounter.RECORDS),
                count(WriteCounter.BYTES) / 1e6,
                count(WriteCounter.CALLS));
        if (before > 0) {
            text += String.format(Locale.ROOT, ", after %,d that were there already", before);
        }
        long again = count(WriteCounter.THROTTLED) + count(WriteCounter.FAILED) + count(WriteCounter.UNCERTAIN);
        if (again > 0) {
            text += String.format(
                    Locale.ROOT,
                    "; sent again: %,d throttled, %,d failed, %,d without an answer",
                    count(WriteCounter.THROTTLED),
                    count(WriteCounter.FAILED),
                    count(WriteCounter.UNCERTAIN));
        }
        return text;
    }
}
