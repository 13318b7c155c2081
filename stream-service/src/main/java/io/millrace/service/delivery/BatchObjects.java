package io.millrace.service.delivery;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.Compression;
import io.millrace.service.channel.Destination;
import io.millrace.service.channel.Progress.Batch;
import io.millrace.service.channel.RecordFormat;
import io.millrace.service.log.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The objects of a batch, while its records are written: those that are fit into one, the others into another, as lines of JSON.
 * An object that is there already is whole and left as it is: its key stands for these very records. Used by one thread.
 */
final class BatchObjects implements AutoCloseable {
    private final ObjectStore store;
    private final Channel channel;
    private final String shardId;
    private final Batch batch;
    private final boolean objectExists;
    private final boolean deadLettersExist;
    private PendingObject object;
    private PendingObject deadLetters;
    private long bytesIn;

    BatchObjects(ObjectStore store, Channel channel, String shardId, Batch batch) throws IOException {
        this.store = store;
        this.channel = channel;
        this.shardId = shardId;
        this.batch = batch;
        this.objectExists = store.exists(bucket(), batch.key());
        this.deadLettersExist = store.exists(deadLetterBucket(), batch.deadLetterKey());
    }

    /** What came of a batch. */
    record Written(long records, long failed, long objects, long bytesIn, long bytesOut) {}

    /** Whether an earlier attempt got as far as to an object of this batch. */
    boolean foundEarlierWork() {
        return objectExists || deadLettersExist;
    }

    void add(StoredRecord record) throws IOException {
        bytesIn += record.data().remaining();
        Optional<RecordCheck.Trouble> trouble =
                RecordCheck.trouble(channel.source().format(), record.data());
        if (trouble.isPresent()) {
            addDeadLetter(record, trouble.get());
        } else {
            addFit(record.data());
        }
    }

    /** Makes the objects seen. When the one with the fit records is there, so are the dead letters. */
    Written publish() throws IOException {
        long records = object == null ? 0 : object.records();
        long failed = deadLetters == null ? 0 : deadLetters.records();
        long bytesOut = 0;
        long objects = 0;
        for (PendingObject part : new PendingObject[] {deadLetters, object}) {
            if (part != null && part.isNew()) {
                bytesOut += part.publish();
                objects++;
            }
        }
        return new Written(records, failed, objects, bytesIn, bytesOut);
    }

    @Override
    public void close() throws IOException {
        try {
            if (object != null) {
                object.close();
            }
        } finally {
            if (deadLetters != null) {
                deadLetters.close();
            }
        }
    }

    private void addFit(ByteBuffer data) throws IOException {
        if (object == null) {
            Compression compression = channel.destination().bucket().compression();
            object = new PendingObject(
                    objectExists ? null : store.create(bucket(), batch.key(), draft("")), compression);
        }
        object.beginRecord();
        object.write(data);
        boolean lines = channel.source().format() != RecordFormat.BYTE_ARRAY;
        // Many producers end their records with a line break already: an empty line would be a row to readers.
        if (lines && (data.remaining() == 0 || data.get(data.limit() - 1) != '\n')) {
            object.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void addDeadLetter(StoredRecord record, RecordCheck.Trouble trouble) throws IOException {
        if (deadLetters == null) {
            deadLetters = new PendingObject(
                    deadLettersExist ? null : store.create(deadLetterBucket(), batch.deadLetterKey(), draft("-errors")),
                    Compression.NONE);
        }
        deadLetters.beginRecord();
        deadLetters.write(ByteBuffer.wrap(DeadLetter.line(channel, shardId, record, trouble)));
    }

    private String draft(String kind) {
        // Hidden from Hive and Hadoop, which take no files that begin with a dot.
        return "." + channel.id() + "-" + shardId + kind + ".draft";
    }

    private String bucket() {
        return Destination.bucketName(channel.destination().bucket().arn());
    }

    private String deadLetterBucket() {
        return Destination.bucketName(channel.destination().deadLetters().arn());
    }
}
