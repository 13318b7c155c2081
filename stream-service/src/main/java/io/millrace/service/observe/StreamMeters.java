package io.millrace.service.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one stream. Their names are those of CloudWatch's Kinesis metrics, written as Prometheus writes them:
 * PutRecords.Success is {@code kinesis_put_records_success_total}. Thread-safe.
 */
final class StreamMeters {
    final MeterSet meters;
    final Counter incomingBytes;
    final Counter incomingRecords;
    final Counter writesExceeded;
    final Counter readsExceeded;
    final Calls putRecord;
    final Calls putRecords;
    final Calls getRecords;
    final Counter putRecordBytes;
    final Counter putRecordsBytes;
    final Counter totalRecords;
    final Counter successfulRecords;
    final Counter failedRecords;
    final Counter throttledRecords;
    final Counter readBytes;
    final Counter readRecords;
    final DistributionSummary iteratorAge;
    final Counter subscriptions;
    final Counter subscriptionsRefused;
    final Counter events;
    final Counter eventBytes;
    final Counter eventRecords;
    final DistributionSummary eventsBehind;

    StreamMeters(MeterSet meters) {
        this.meters = meters;
        incomingBytes = meters.counter("kinesis_incoming_bytes");
        incomingRecords = meters.counter("kinesis_incoming_records");
        writesExceeded = meters.counter("kinesis_write_provisioned_throughput_exceeded");
        readsExceeded = meters.counter("kinesis_read_provisioned_throughput_exceeded");
        putRecord = new Calls(meters, "kinesis_put_record");
        putRecords = new Calls(meters, "kinesis_put_records");
        getRecords = new Calls(meters, "kinesis_get_records");
        putRecordBytes = meters.counter("kinesis_put_record_bytes");
        putRecordsBytes = meters.counter("kinesis_put_records_bytes");
        totalRecords = meters.counter("kinesis_put_records_total_records");
        successfulRecords = meters.counter("kinesis_put_records_successful_records");
        failedRecords = meters.counter("kinesis_put_records_failed_records");
        throttledRecords = meters.counter("kinesis_put_records_throttled_records");
        readBytes = meters.counter("kinesis_get_records_bytes");
        readRecords = meters.counter("kinesis_get_records_records");
        iteratorAge = meters.summary("kinesis_get_records_iterator_age_milliseconds");
        subscriptions = meters.counter("kinesis_subscribe_to_shard_success");
        subscriptionsRefused = meters.counter("kinesis_subscribe_to_shard_rate_exceeded");
        events = meters.counter("kinesis_subscribe_to_shard_event_success");
        eventBytes = meters.counter("kinesis_subscribe_to_shard_event_bytes");
        eventRecords = meters.counter("kinesis_subscribe_to_shard_event_records");
        eventsBehind = meters.summary("kinesis_subscribe_to_shard_event_millis_behind_latest");
    }

    /** The calls of one operation: how long all took, and how many went well. */
    static final class Calls {
        final Timer latency;
        final Counter success;

        Calls(MeterSet meters, String prefix) {
            latency = meters.timer(prefix + "_latency");
            success = meters.counter(prefix + "_success");
        }
    }
}
