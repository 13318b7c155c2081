package io.millrace.service.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Meters that have the same labels, and come and go together. Used by one thread at a time. */
final class MeterSet {
    private final MeterRegistry registry;
    private final Tags labels;
    private final List<Meter> meters = new ArrayList<>();

    MeterSet(MeterRegistry registry, Tags labels) {
        this.registry = registry;
        this.labels = labels;
    }

    Counter counter(String name) {
        return added(Counter.builder(name).tags(labels).register(registry));
    }

    Timer timer(String name) {
        return added(Timer.builder(name).tags(labels).register(registry));
    }

    DistributionSummary summary(String name) {
        return added(DistributionSummary.builder(name).tags(labels).register(registry));
    }

    /** A number that is set; the caller keeps it, as the registry itself would let go of it. */
    AtomicLong gauge(String name) {
        AtomicLong number = new AtomicLong();
        added(Gauge.builder(name, number, AtomicLong::doubleValue).tags(labels).register(registry));
        return number;
    }

    /** Takes all of them off the page. */
    void remove() {
        meters.forEach(registry::remove);
        meters.clear();
    }

    private <M extends Meter> M added(M meter) {
        meters.add(meter);
        return meter;
    }
}
