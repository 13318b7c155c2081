package io.millrace.read;

import io.millrace.client.ReadCounter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what the thread that reads ahead counts until the task's own thread passes it on: the meters of Hadoop's engines are
 * for that thread. Thread-safe.
 */
final class PendingCounts implements ReadCounter.Meter {
    private final Map<ReadCounter, AtomicLong> pending = new EnumMap<>(ReadCounter.class);

    PendingCounts() {
        for (ReadCounter counter : ReadCounter.values()) {
            pending.put(counter, new AtomicLong());
        }
    }

    @Override
    public void add(ReadCounter counter, long amount) {
        pending.get(counter).addAndGet(amount);
    }

    /** Passes on what was counted since the last time; when that is nothing, it still says that the reader is alive. */
    void passTo(ReadCounter.Meter meter) {
        boolean any = false;
        for (Map.Entry<ReadCounter, AtomicLong> each : pending.entrySet()) {
            long amount = each.getValue().getAndSet(0);
            if (amount > 0) {
                meter.add(each.getKey(), amount);
                any = true;
            }
        }
        if (!any) {
            meter.add(ReadCounter.CALLS, 0);
        }
    }
}
