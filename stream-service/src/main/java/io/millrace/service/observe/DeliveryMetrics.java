package io.millrace.service.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.service.delivery.DeliveryListener;
import io.millrace.service.stream.StreamKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what channels deliver. The names are those of CloudWatch's metrics of deliveries to S3, where it has one. Channels that
 * are deleted go off the page; so many have series of their own at once, further ones are not shown. Thread-safe.
 */
public final class DeliveryMetrics implements DeliveryListener {
    private static final int MOST_CHANNELS = 1_000;
    private static final String PREFIX = "kinesis_delivery_to_s3_";

    private final MeterRegistry registry;
    private final Map<Label, Meters> channels = new HashMap<>();

    public DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public synchronized void delivered(
            Label channel, long records, long failed, long objects, long bytesIn, long bytesOut) {
        Meters meters = channels.get(channel);
        if (meters != null) {
            meters.records.increment((double) (records + failed));
            meters.successful.increment((double) records);
            meters.failed.increment((double) failed);
            meters.objects.increment((double) objects);
            meters.bytesIn.increment((double) bytesIn);
            meters.bytesOut.increment((double) bytesOut);
        }
    }

    @Override
    public synchronized void expired(Label channel, long records) {
        Meters meters = channels.get(channel);
        if (meters != null) {
            meters.expired.increment((double) records);
        }
    }

    @Override
    public synchronized void failed(Label channel) {
        Meters meters = channels.get(channel);
        if (meters != null) {
            meters.failures.increment();
        }
    }

    @Override
    public synchronized void fresh(Label channel, long ageMillis) {
        Meters meters = channels.get(channel);
        if (meters != null) {
            meters.freshness.set(Duration.ofMillis(ageMillis).toSeconds());
        }
    }

    @Override
    public synchronized void present(Set<Label> there) {
        channels.entrySet().removeIf(each -> {
            boolean gone = !there.contains(each.getKey());
            if (gone) {
                each.getValue().meters.remove();
            }
            return gone;
        });
        for (Label each : there) {
            if (channels.size() < MOST_CHANNELS) {
                channels.computeIfAbsent(each, label -> new Meters(new MeterSet(registry, labels(label))));
            }
        }
    }

    private static Tags labels(Label channel) {
        StreamKey key = channel.stream();
        return Tags.of(
                "account", key.account(), "region", key.region(), "stream", key.name(), "channel", channel.channel());
    }

    private static final class Meters {
        final MeterSet meters;
        final Counter records;
        final Counter successful;
        final Counter failed;
        final Counter objects;
        final Counter bytesIn;
        final Counter bytesOut;
        final Counter expired;
        final Counter failures;
        final AtomicLong freshness;

        Meters(MeterSet meters) {
            this.meters = meters;
            records = meters.counter(PREFIX + "record_count");
            successful = meters.counter(PREFIX + "successful_record_count");
            failed = meters.counter(PREFIX + "failed_record_count");
            objects = meters.counter(PREFIX + "delivery_success");
            bytesIn = meters.counter(PREFIX + "bytes_in");
            bytesOut = meters.counter(PREFIX + "bytes_out");
            expired = meters.counter(PREFIX + "expired_record_count");
            failures = meters.counter(PREFIX + "delivery_failures");
            freshness = meters.gauge(PREFIX + "data_freshness_seconds");
        }
    }
}
