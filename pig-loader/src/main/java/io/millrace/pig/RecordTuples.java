package io.millrace.pig;

import io.millrace.config.PayloadFormat;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.RecordField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;
import org.apache.pig.data.Tuple;
import org.apache.pig.data.TupleFactory;

/** Makes a tuple of each record. Not thread-safe. */
final class RecordTuples {
    /** How one field is made of a record and of its payload as it was taken apart, once for all fields. */
    private interface Part<P> {
        Object of(KinesisRecordWritable record, P payload) throws IOException;
    }

    /** How a payload is taken apart, and how a field of it is made. */
    interface Payloads<P> {
        P open(byte[] payload) throws IOException;

        Object field(P payload, ResourceFieldSchema field) throws IOException;
    }

    private final Maker<?> maker;

    RecordTuples(LoadedFields fields, PayloadFormat format) {
        maker = format == PayloadFormat.JSON
                ? new Maker<>(new JsonPayloads(), fields)
                : new Maker<>(new TextPayloads(), fields);
    }

    /**
     * The record as a tuple; the payload's fields of a record that can't be read are null.
     *
     * @throws IOException which names the record, when its payload is not what AS says
     */
    Tuple of(KinesisRecordWritable record) throws IOException {
        try {
            return maker.of(record);
        } catch (IOException e) {
            throw new IOException("record " + record + ": " + e.getMessage(), e);
        }
    }

    private static final class Maker<P> {
        private final Payloads<P> payloads;
        private final List<Part<P>> parts = new ArrayList<>();
        private final boolean opens;

        Maker(Payloads<P> payloads, LoadedFields fields) {
            this.payloads = payloads;
            for (ResourceFieldSchema field : fields.list()) {
                parts.add(RecordField.named(field.getName())
                        .<Part<P>>map(metadata -> (record, payload) -> metadata.of(record))
                        .orElse((record, payload) -> payload == null ? null : payloads.field(payload, field)));
            }
            // A script that only looks at metadata does not pay for payloads.
            opens = fields.list().stream()
                    .anyMatch(field -> RecordField.named(field.getName()).isEmpty());
        }

        Tuple of(KinesisRecordWritable record) throws IOException {
            P payload = opens && record.isReadable() ? payloads.open(record.getPayload()) : null;
            List<Object> values = new ArrayList<>(parts.size());
            for (Part<P> part : parts) {
                values.add(part.of(record, payload));
            }
            return TupleFactory.getInstance().newTupleNoCopy(values);
        }
    }
}
