package io.millrace.clients;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.utils.BinaryUtils;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * What an application of the Kinesis Client Library is told, in the order in which it is told, shard by shard. Checkpoints
 * after each batch, at the end of a shard and when asked to stop. Thread-safe.
 */
final class Deliveries implements ShardRecordProcessorFactory {
    private final List<Event> events = new ArrayList<>();
    private final Map<String, List<Delivered>> records = new TreeMap<>();

    /** What happened to a shard. */
    enum Kind {
        BEGUN,
        LEASE_LOST,
        ENDED,
        STOPPED
    }

    /** A change in a shard's life. */
    record Event(Kind kind, String shard) {}

    /**
     * A record as the library hands it out, taken from its aggregate when it was in one.
     *
     * @param explicitHashKey null when there is none
     */
    record Delivered(
            String sequenceNumber,
            long subSequenceNumber,
            String partitionKey,
            String explicitHashKey,
            boolean aggregated,
            String text) {}

    @Override
    public ShardRecordProcessor shardRecordProcessor() {
        return new Processor();
    }

    /** All events so far. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** All records so far, by shard, in the order of their delivery. */
    synchronized Map<String, List<Delivered>> records() {
        Map<String, List<Delivered>> copy = new TreeMap<>();
        records.forEach((shard, list) -> copy.put(shard, List.copyOf(list)));
        return copy;
    }

    synchronized int count() {
        return records.values().stream().mapToInt(List::size).sum();
    }

    private synchronized void note(Kind kind, String shard) {
        events.add(new Event(kind, shard));
    }

    private synchronized void note(String shard, List<KinesisClientRecord> batch) {
        List<Delivered> list = records.computeIfAbsent(shard, any -> new ArrayList<>());
        for (KinesisClientRecord each : batch) {
            list.add(new Delivered(
                    each.sequenceNumber(),
                    each.subSequenceNumber(),
                    each.partitionKey(),
                    each.explicitHashKey(),
                    each.aggregated(),
                    text(each.data())));
        }
    }

    private static String text(ByteBuffer data) {
        return new String(BinaryUtils.copyRemainingBytesFrom(data), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
        try {
            checkpointer.checkpoint();
        } catch (InvalidStateException | ShutdownException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One for each shard that the application holds. */
    private final class Processor implements ShardRecordProcessor {
        private String shard;

        @Override
        public void initialize(InitializationInput input) {
            shard = input.shardId();
            note(Kind.BEGUN, shard);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            note(shard, input.records());
            if (!input.records().isEmpty()) {
                checkpoint(input.checkpointer());
            }
        }

        @Override
        public void leaseLost(LeaseLostInput input) {
            note(Kind.LEASE_LOST, shard);
        }

        @Override
        public void shardEnded(ShardEndedInput input) {
            note(Kind.ENDED, shard);
            checkpoint(input.checkpointer());
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            note(Kind.STOPPED, shard);
            checkpoint(input.checkpointer());
        }
    }
}
