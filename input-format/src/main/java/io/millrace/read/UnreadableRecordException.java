package io.millrace.read;

import io.millrace.config.KinesisOptions;
import io.millrace.payload.UnreadablePayloadException;

/** A record's payload is not what it should be. The message says which record it is, and what is wrong with it. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String stream, KinesisRecord record, UnreadablePayloadException cause) {
        super(
                "the record with sequence number " + record.sequenceNumber() + " (and sub-sequence number "
                        + record.subSequenceNumber() + ") in " + record.shard() + " of stream " + stream
                        + " can't be read: " + cause.getMessage() + "; " + KinesisOptions.BAD_RECORDS
                        + "=null or skip goes on without such records",
                cause);
    }
}
