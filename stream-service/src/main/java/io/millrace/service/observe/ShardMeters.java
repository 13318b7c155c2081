package io.millrace.service.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.List;
import java.util.Optional;

/** The meters of one shard that enhanced monitoring asks for; the others are empty. Thread-safe. */
final class ShardMeters {
    final List<String> names;
    final MeterSet meters;
    final Optional<Counter> incomingBytes;
    final Optional<Counter> incomingRecords;
    final Optional<Counter> outgoingBytes;
    final Optional<Counter> outgoingRecords;
    final Optional<DistributionSummary> iteratorAge;
    final Optional<Counter> writesExceeded;
    final Optional<Counter> readsExceeded;

    /** @param names of the metrics, as in EnableEnhancedMonitoring */
    ShardMeters(List<String> names, MeterSet meters) {
        this.names = names;
        this.meters = meters;
        incomingBytes = counter("IncomingBytes", "incoming_bytes");
        incomingRecords = counter("IncomingRecords", "incoming_records");
        outgoingBytes = counter("OutgoingBytes", "outgoing_bytes");
        outgoingRecords = counter("OutgoingRecords", "outgoing_records");
        writesExceeded = counter("WriteProvisionedThroughputExceeded", "write_provisioned_throughput_exceeded");
        readsExceeded = counter("ReadProvisionedThroughputExceeded", "read_provisioned_throughput_exceeded");
        iteratorAge = names.contains("IteratorAgeMilliseconds")
                ? Optional.of(meters.summary("kinesis_shard_iterator_age_milliseconds"))
                : Optional.empty();
    }

    private Optional<Counter> counter(String name, String written) {
        return names.contains(name) ? Optional.of(meters.counter("kinesis_shard_" + written)) : Optional.empty();
    }
}
