package io.millrace.read;

import io.millrace.client.ReadCounter;
import java.util.EnumMap;
import java.util.Map;

/** Remembers what was counted. Not thread-safe. */
public final class ReadCounts implements ReadCounter.Meter {
    private final Map<ReadCounter, Long> counts = new EnumMap<>(ReadCounter.class);

    @Override
    public void add(ReadCounter counter, long amount) {
        counts.merge(counter, amount, Long::sum);
    }

    public long of(ReadCounter counter) {
        return counts.getOrDefault(counter, 0L);
    }
}
