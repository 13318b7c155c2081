package io.millrace.read;

import io.millrace.checkpoint.ShardId;
import io.millrace.client.Payload;
import io.millrace.client.ReadCounter;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.Packing;
import io.millrace.payload.PayloadCheck;
import io.millrace.payload.PayloadReader;
import io.millrace.payload.UnreadablePayloadException;
import io.millrace.split.KinesisSplit;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Takes stored records apart, one after the other: an aggregate into its parts, the payload of each into its records,
 * which are counted through as sub-sequence numbers. Whatever is not asked for is not made. For one thread.
 */
final class Unpacker {
    private final ShardId shard;
    private final Whereabouts whereabouts;
    private final boolean deaggregation;
    private final PayloadReader payloads;
    private final PayloadCheck check;
    private final BadRecordHandler badRecords;
    private final ReadCounter.Meter meter;
    private StoredRecord stored;
    private Iterator<Aggregates.Part> parts = Collections.emptyIterator();
    private Iterator<Payload> pieces = Collections.emptyIterator();
    private String partitionKey;
    private long number;

    /**
     * Takes the records of a split apart.
     *
     * @param check each record must pass it
     * @param badRecords decides on those that can't be read
     */
    Unpacker(
            KinesisSplit split,
            Packing packing,
            PayloadCheck check,
            BadRecordHandler badRecords,
            ReadCounter.Meter meter) {
        this.shard = split.shard();
        this.whereabouts = new Whereabouts(split, meter);
        this.deaggregation = packing.deaggregation();
        this.payloads = new PayloadReader(packing);
        this.check = check;
        this.badRecords = badRecords;
        this.meter = meter;
    }

    /**
     * Goes on with this one, whatever was left of the one before.
     *
     * @throws MisplacedRecordException when it lies in this shard against what was relied on
     */
    void open(StoredRecord next) {
        Optional<List<Aggregates.Part>> aggregate = deaggregation ? Aggregates.parts(next.data()) : Optional.empty();
        aggregate.ifPresent(found -> meter.add(ReadCounter.AGGREGATES, 1));
        stored = next;
        parts = aggregate
                .map(found -> whereabouts.of(next, found))
                .orElseGet(() -> whole(next))
                .iterator();
        pieces = Collections.emptyIterator();
        number = 0;
    }

    private List<Aggregates.Part> whole(StoredRecord record) {
        whereabouts.check(record);
        return List.of(new Aggregates.Part(record.partitionKey(), Optional.empty(), record.data()));
    }

    /**
     * The next record; empty after the last one.
     *
     * @throws UnreadableRecordException when a record can't be read and that must not be
     */
    Optional<KinesisRecord> next() {
        Optional<KinesisRecord> next = Optional.empty();
        while (next.isEmpty() && (pieces.hasNext() || parts.hasNext())) {
            next = pieces.hasNext() ? checked(pieces.next()) : openPart(parts.next());
        }
        return next;
    }

    /** Makes its records the next ones; when that can't be done, it is a record itself, and a bad one. */
    private Optional<KinesisRecord> openPart(Aggregates.Part part) {
        partitionKey = part.partitionKey();
        try {
            pieces = payloads.records(part.data());
            return Optional.empty();
        } catch (UnreadablePayloadException e) {
            return badRecords.handle(record(part.data()), e);
        }
    }

    private Optional<KinesisRecord> checked(Payload piece) {
        KinesisRecord record = record(piece);
        try {
            check.check(piece);
            return Optional.of(record);
        } catch (UnreadablePayloadException e) {
            return badRecords.handle(record, e);
        }
    }

    private KinesisRecord record(Payload payload) {
        return new KinesisRecord(
                shard, partitionKey, stored.sequenceNumber(), number++, stored.arrival(), payload, true);
    }
}
