package io.millrace.pig;

import io.millrace.client.StreamWriter;
import java.io.IOException;
import java.util.Optional;
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
    private static final String TARGET = "target";
    private static final String RUN = "run";
    private static final String LEFT_TO_SCRIPT = "left.to.script";

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

    void keep(StreamWriter.Target target) {
        properties().setProperty(TARGET, target.text());
    }

    /** The stream as it was when the script was checked; empty before that. */
    Optional<StreamWriter.Target> target() {
        return Optional.ofNullable(properties().getProperty(TARGET)).map(StreamWriter.Target::parse);
    }

    /**
     * From here on it is another run of the STORE, of which nothing is staged yet.
     *
     * @param leftToScript whether the script puts at its end what the job has staged; else the job's committer does
     */
    void beginRun(boolean leftToScript) {
        properties().setProperty(RUN, "pig-" + UUID.randomUUID());
        properties().setProperty(LEFT_TO_SCRIPT, Boolean.toString(leftToScript));
    }

    /** Whether the script puts at its end what the job has staged. */
    boolean isLeftToScript() {
        return Boolean.parseBoolean(properties().getProperty(LEFT_TO_SCRIPT));
    }

    /** The name of the run, the same in all tasks and at their end; empty before the first one. */
    Optional<String> run() {
        return Optional.ofNullable(properties().getProperty(RUN));
    }

    private Properties properties() {
        return UDFContext.getUDFContext().getUDFProperties(KinesisStreamStorage.class, new String[] {signature});
    }
}
