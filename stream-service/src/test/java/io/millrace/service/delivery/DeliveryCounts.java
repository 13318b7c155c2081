package io.millrace.service.delivery;

import java.util.Set;

/** What deliveries tell of. For one thread. */
final class DeliveryCounts implements DeliveryListener {
    long expired;
    long failures;

    @Override
    public void delivered(Label channel, long records, long failed, long objects, long bytesIn, long bytesOut) {}

    @Override
    public void expired(Label channel, long records) {
        expired += records;
    }

    @Override
    public void failed(Label channel) {
        failures++;
    }

    @Override
    public void fresh(Label channel, long ageMillis) {}

    @Override
    public void present(Set<Label> channels) {}
}
