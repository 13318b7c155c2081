package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;
import java.util.Optional;

/**
 * What an answer has that was not read before, since answers may come twice or begin before the place that was asked for.
 * Stateless.
 */
public final class Fresh {
    private Fresh() {}

    /**
     * The records after a place.
     *
     * @param records in their order
     * @param reached the last one that was read
     */
    public static List<StoredRecord> of(List<StoredRecord> records, Optional<SequenceNumber> reached) {
        // They are in order: if the first one is new, all are.
        return reached.isEmpty()
                        || records.isEmpty()
                        || records.get(0).sequenceNumber().isAfter(reached.get())
                ? records
                : records.stream()
                        .filter(record -> record.sequenceNumber().isAfter(reached.get()))
                        .toList();
    }
}
