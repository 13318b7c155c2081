package io.millrace.pig;

import io.millrace.config.PayloadFormat;
import io.millrace.read.RecordField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pig.ResourceSchema;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;
import org.apache.pig.data.DataType;
import org.apache.pig.impl.logicalLayer.schema.Schema;

/**
 * The fields of a LOAD's tuples, in their order: those that its AS names, or one with the payload when there is no AS.
 * Immutable.
 */
final class LoadedFields {
    /** The one field of a LOAD without AS. */
    static final String PAYLOAD = "payload";

    private final List<ResourceFieldSchema> fields;

    private LoadedFields(List<ResourceFieldSchema> fields) {
        this.fields = List.copyOf(fields);
    }

    /**
     * The fields that an AS names.
     *
     * @throws IOException when one of them can't be had
     */
    static LoadedFields of(Schema as) throws IOException {
        List<ResourceFieldSchema> fields = List.of(new ResourceSchema(as).getFields());
        for (ResourceFieldSchema field : fields) {
            check(field);
        }
        return new LoadedFields(fields);
    }

    /** The fields of a LOAD without AS. */
    static LoadedFields payload() {
        return new LoadedFields(
                List.of(new ResourceFieldSchema().setName(PAYLOAD).setType(DataType.BYTEARRAY)));
    }

    /**
     * Refuses fields that payloads of a format don't have.
     *
     * @throws IOException which names them
     */
    void checkAgainst(PayloadFormat format) throws IOException {
        List<String> payload = fields.stream()
                .map(ResourceFieldSchema::getName)
                .filter(name -> RecordField.named(name).isEmpty())
                .toList();
        if (format == PayloadFormat.TEXT && payload.size() > 1) {
            throw new IOException("AS names the fields " + String.join(", ", payload) + ", but a payload is one field"
                    + " unless kinesis.pig.format is json; beside it AS may name "
                    + String.join(", ", RecordField.fields()));
        }
    }

    ResourceSchema schema() {
        return new ResourceSchema().setFields(fields.toArray(ResourceFieldSchema[]::new));
    }

    /** Those at some places, in the order of the places. */
    LoadedFields only(List<Integer> places) {
        List<ResourceFieldSchema> some = new ArrayList<>();
        places.stream().sorted().forEach(place -> some.add(fields.get(place)));
        return new LoadedFields(some);
    }

    List<String> names() {
        return fields.stream().map(ResourceFieldSchema::getName).toList();
    }

    List<ResourceFieldSchema> list() {
        return fields;
    }

    private static void check(ResourceFieldSchema field) throws IOException {
        String name = field.getName();
        if (name == null) {
            throw new IOException("a field of AS has no name");
        }
        Optional<RecordField> metadata = RecordField.named(name);
        if (metadata.isEmpty() && name.startsWith(RecordField.PREFIX)) {
            throw new IOException("AS names a field " + name + ", which there is not; names that begin with "
                    + RecordField.PREFIX + " are " + String.join(", ", RecordField.fields()));
        }
        if (metadata.isPresent()) {
            check(field, metadata.get().isNumber() ? DataType.LONG : DataType.CHARARRAY);
        }
    }

    private static void check(ResourceFieldSchema field, byte type) throws IOException {
        if (field.getType() == DataType.BYTEARRAY) {
            // A field that is named without a type gets the one that it has.
            field.setType(type);
        }
        if (field.getType() != type) {
            throw new IOException("AS says that " + field.getName() + " is " + DataType.findTypeName(field.getType())
                    + ", but it is " + DataType.findTypeName(type));
        }
    }
}
