package io.millrace.pig;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.UUID;
import org.apache.pig.ResourceSchema;
import org.apache.pig.impl.util.ObjectSerializer;
import org.apache.pig.impl.util.UDFContext;

/**
 * What is known of one STORE of a script. Pig makes a store function anew for each of its questions and in each task, so
 * this is kept in Pig's {@link UDFContext}, which travels with the job.
 */
final class StoreContext {
    private static final String SCHEMA = "schema";
    private static final String MAX_RECORD_BYTES = "max.record.bytes";
    private static final String RUN = "run";

    private final String signature;

    /** Of the STORE that Pig calls by this name. */
    StoreContext(String signature) {
        this.signature = signature;
    }

    String signature() {
        return signature;
    }

    void keep(ResourceSchema schema) throws IOException {
        properties().setProperty(SCHEMA, ObjectSerializer.serialize(schema));
    }

    /** The relation's fields; empty when Pig knows none. */
    Optional<ResourceSchema> schema() throws IOException {
        String schema = properties().getProperty(SCHEMA);
        return schema == null ? Optional.empty() : Optional.of((ResourceSchema) ObjectSerializer.deserialize(schema));
    }

    void keepMaxRecordBytes(int bytes) {
        properties().setProperty(MAX_RECORD_BYTES, Integer.toString(bytes));
    }

    OptionalInt maxRecordBytes() {
        String bytes = properties().getProperty(MAX_RECORD_BYTES);
        return bytes == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(bytes));
    }

    /** From here on it is another run of the STORE, of which nothing is staged yet. */
    void beginRun() {
        properties().setProperty(RUN, "pig-" + UUID.randomUUID());
    }

    /** The name of the run, the same in all tasks and at their end; empty before the first one. */
    Optional<String> run() {
        return Optional.ofNullable(properties().getProperty(RUN));
    }

    private Properties properties() {
        return UDFContext.getUDFContext().getUDFProperties(KinesisStreamStorage.class, new String[] {signature});
    }
}
