package io.millrace.service.log;

import java.util.List;
import java.util.OptionalLong;

/**
 * What one read found.
 *
 * @param records in order, may be empty
 * @param next where to read on: the first number not yet looked at
 * @param nextMillis time of arrival of the first record that is on disk at or after {@code next}, empty when there was
 *     none
 */
public record ReadPage(List<StoredRecord> records, SequenceNumber next, OptionalLong nextMillis) {
    public ReadPage {
        records = List.copyOf(records);
    }
}
