package io.millrace.service.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.millrace.service.channel.Channel;
import io.millrace.service.channel.Compression;
import io.millrace.service.channel.Destination;
import io.millrace.service.channel.Progress.Batch;
import io.millrace.service.channel.RecordFormat;
import io.millrace.service.delivery.ObjectStore.NewObject;
import io.millrace.service.log.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the records of a batch into its objects: those that are fit into one, the others into another, as lines of JSON.
 * An object that is there already is whole and left as it is: its key stands for these very records. Used by one thread.
 */
final class BatchWriter implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final ObjectStore store;
    private final Channel channel;
    private final String shardId;
    private final Batch batch;
    private final boolean objectExists;
    private final boolean deadLettersExist;
    private Part object;
    private Part deadLetters;
    private long bytesIn;

    BatchWriter(ObjectStore store, Channel channel, String shardId, Batch batch) throws IOException {
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
        long records = object == null ? 0 : object.records;
        long failed = deadLetters == null ? 0 : deadLetters.records;
        long bytesOut = 0;
        long objects = 0;
        for (Part part : new Part[] {deadLetters, object}) {
            if (part != null && part.target != null) {
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
            object = new Part(objectExists ? null : store.create(bucket(), batch.key(), draft("")), compression);
        }
        object.records++;
        object.write(data);
        boolean lines = channel.source().format() != RecordFormat.BYTE_ARRAY;
        // Many producers end their records with a line break already: an empty line would be a row to readers.
        if (lines && (data.remaining() == 0 || data.get(data.limit() - 1) != '\n')) {
            object.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void addDeadLetter(StoredRecord record, RecordCheck.Trouble trouble) throws IOException {
        if (deadLetters == null) {
            deadLetters = new Part(
                    deadLettersExist ? null : store.create(deadLetterBucket(), batch.deadLetterKey(), draft("-errors")),
                    Compression.NONE);
        }
        deadLetters.records++;
        deadLetters.write(ByteBuffer.wrap(line(record, trouble)));
    }

    private byte[] line(StoredRecord record, RecordCheck.Trouble trouble) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("channelName", channel.name());
            json.writeStringField("channelId", channel.id());
            json.writeStringField("shardId", shardId);
            json.writeStringField("sequenceNumber", record.sequenceNumber().toString());
            json.writeStringField(
                    "approximateArrivalTimestamp",
                    Instant.ofEpochMilli(record.sequenceNumber().millis()).toString());
            if (record.partitionKey() != null) {
                json.writeStringField("partitionKey", record.partitionKey());
            }
            json.writeStringField("errorCode", trouble.code());
            json.writeStringField("errorMessage", trouble.message());
            ByteBuffer data = record.data();
            json.writeFieldName("rawData");
            json.writeBinary(data.array(), data.arrayOffset() + data.position(), data.remaining());
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
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

    /** One of the objects; without a target its records are only counted. */
    private static final class Part implements AutoCloseable {
        private final NewObject target;
        private final CountingStream counted;
        private final OutputStream content;
        private long records;

        Part(NewObject target, Compression compression) throws IOException {
            this.target = target;
            this.counted = new CountingStream(target == null ? OutputStream.nullOutputStream() : target.content());
            this.content = target == null
                    ? counted
                    : switch (compression) {
                        case NONE -> counted;
                        case GZIP -> new GZIPOutputStream(counted, 1 << 16);
                        case ZSTD -> new ZstdOutputStream(counted);
                    };
        }

        void write(ByteBuffer data) throws IOException {
            content.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
        }

        long publish() throws IOException {
            content.close();
            target.publish();
            return counted.bytes;
        }

        @Override
        public void close() throws IOException {
            // A compressor has memory outside of the heap, of which only its own end lets go.
            counted.out = OutputStream.nullOutputStream();
            content.close();
            if (target != null) {
                target.close();
            }
        }
    }

    /** Counts what passes; closing it leaves the object open, which is still to be forced to disk. */
    private static final class CountingStream extends OutputStream {
        private OutputStream out;
        private long bytes;

        CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            out.write(data, offset, length);
            bytes += length;
        }
    }
}
