package io.millrace.read;

import io.millrace.client.Payload;
import io.millrace.client.ReadCounter;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.Packing;
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
    private final KinesisSplit split;
    private final boolean deaggregation;
    private final PayloadReader payloads;
    private final ReadCounter.Meter meter;
    private StoredRecord stored;
    private Iterator<Aggregates.Part> parts = Collections.emptyIterator();
    private Iterator<Payload> pieces = Collections.emptyIterator();
    private String partitionKey;
    private long number;

    Unpacker(KinesisSplit split, Packing packing, ReadCounter.Meter meter) {
        this.split = split;
        this.deaggregation = packing.deaggregation();
        this.payloads = new PayloadReader(packing);
        this.meter = meter;
    }

    /** Goes on with this one, whatever was left of the one before. */
    void open(StoredRecord next) {
        Optional<List<Aggregates.Part>> aggregate = deaggregation ? Aggregates.parts(next.data()) : Optional.empty();
        aggregate.ifPresent(found -> meter.add(ReadCounter.AGGREGATES, 1));
        stored = next;
        parts = aggregate
                .orElseGet(() -> List.of(new Aggregates.Part(next.partitionKey(), next.data())))
                .iterator();
        pieces = Collections.emptyIterator();
        number = 0;
    }

    /**
     * The next record; empty after the last one.
     *
     * @throws UnreadableRecordException when a payload can't be read; the next call goes on behind it
     */
    Optional<KinesisRecord> next() {
        while (!pieces.hasNext()) {
            if (!parts.hasNext()) {
                return Optional.empty();
            }
            Aggregates.Part part = parts.next();
            partitionKey = part.partitionKey();
            try {
                pieces = payloads.records(part.data());
            } catch (UnreadablePayloadException e) {
                throw new UnreadableRecordException(split.streamName(), record(part.data()), e);
            }
        }
        return Optional.of(record(pieces.next()));
    }

    private KinesisRecord record(Payload payload) {
        return new KinesisRecord(
                split.shard(), partitionKey, stored.sequenceNumber(), number++, stored.arrival(), payload);
    }
}
