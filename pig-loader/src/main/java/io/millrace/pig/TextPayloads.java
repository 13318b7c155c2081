package io.millrace.pig;

import io.millrace.pig.RecordTuples.Payloads;
import java.io.IOException;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;
import org.apache.pig.builtin.Utf8StorageConverter;
import org.apache.pig.data.DataByteArray;
import org.apache.pig.data.DataType;

/** Payloads that are one field each: bytes, or text that is read as PigStorage reads a field. Not thread-safe. */
final class TextPayloads implements Payloads<byte[]> {
    private final Utf8StorageConverter caster = new Utf8StorageConverter();

    @Override
    public byte[] open(byte[] payload) {
        return payload;
    }

    /** The payload in the field's type; null when the text is not of it, as with PigStorage. */
    @Override
    public Object field(byte[] payload, ResourceFieldSchema field) throws IOException {
        return switch (field.getType()) {
            case DataType.BYTEARRAY -> new DataByteArray(payload);
            case DataType.CHARARRAY -> caster.bytesToCharArray(payload);
            case DataType.BOOLEAN -> caster.bytesToBoolean(payload);
            case DataType.INTEGER -> caster.bytesToInteger(payload);
            case DataType.LONG -> caster.bytesToLong(payload);
            case DataType.FLOAT -> caster.bytesToFloat(payload);
            case DataType.DOUBLE -> caster.bytesToDouble(payload);
            case DataType.BIGINTEGER -> caster.bytesToBigInteger(payload);
            case DataType.BIGDECIMAL -> caster.bytesToBigDecimal(payload);
            case DataType.DATETIME -> caster.bytesToDateTime(payload);
            case DataType.MAP -> caster.bytesToMap(payload, field);
            case DataType.TUPLE -> caster.bytesToTuple(payload, field);
            case DataType.BAG -> caster.bytesToBag(payload, field);
            default -> throw new IOException("a payload can't be read as " + DataType.findTypeName(field.getType()));
        };
    }
}
