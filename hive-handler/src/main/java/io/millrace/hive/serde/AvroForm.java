package io.millrace.hive.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.rmi.server.UID;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.hadoop.hive.serde2.avro.AvroGenericRecordWritable;
import org.apache.hadoop.io.Writable;

/**
 * One Avro record a payload, in binary form and written with the table's schema: either alone, or as Avro's single-object
 * encoding has it, behind a mark and the schema's fingerprint. Not thread-safe.
 */
final class AvroForm implements PayloadForm {
    private final byte[] head;
    private final Schema schema;
    private final GenericDatumReader<GenericRecord> reader;
    private final AvroGenericRecordWritable writable = new AvroGenericRecordWritable();
    private BinaryDecoder decoder;

    AvroForm(Schema schema) {
        this.schema = schema;
        this.reader = new GenericDatumReader<>(schema);
        this.head = ByteBuffer.allocate(2 + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
        // The SerDe remembers by this which schema a writable's records were written with.
        writable.setRecordReaderID(new UID());
        writable.setFileSchema(schema);
    }

    @Override
    public Writable of(byte[] payload) throws IOException {
        boolean marked = payload.length >= head.length && Arrays.equals(payload, 0, head.length, head, 0, head.length);
        int from = marked ? head.length : 0;
        decoder = DecoderFactory.get().binaryDecoder(payload, from, payload.length - from, decoder);
        try {
            writable.setRecord(reader.read(null, decoder));
        } catch (AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new IOException("it is no record of the schema " + schema.getFullName() + ": " + e.getMessage(), e);
        }
        if (!decoder.isEnd()) {
            throw new IOException("bytes follow after the record of the schema " + schema.getFullName());
        }
        return writable;
    }
}
