package io.millrace.pig;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.pig.impl.logicalLayer.schema.Schema;
import org.apache.pig.impl.util.ObjectSerializer;
import org.apache.pig.impl.util.UDFContext;
import org.apache.pig.impl.util.Utils;

/**
 * What is known of one LOAD of a script. Pig makes a loader anew for each of its questions and in each task, so this is
 * kept in Pig's {@link UDFContext}, which travels with the job.
 */
final class LoadContext {
    private static final String SCHEMA = "schema";
    private static final String PLACES = "places";
    private static final String CONDITION = "condition";

    private final String signature;

    /** Of the LOAD that Pig calls by this name. */
    LoadContext(String signature) {
        this.signature = signature;
    }

    /** Takes over what AS says, which Pig puts into the front end's configuration only. */
    LoadedFields read(Configuration frontend) throws IOException {
        Schema as = Utils.getScriptSchema(signature, frontend);
        if (as != null) {
            properties().setProperty(SCHEMA, ObjectSerializer.serialize(as));
        }
        return fields();
    }

    /** All fields of the LOAD. */
    LoadedFields fields() throws IOException {
        String schema = properties().getProperty(SCHEMA);
        return schema == null ? LoadedFields.payload() : LoadedFields.of((Schema) ObjectSerializer.deserialize(schema));
    }

    /** Notes what the script asks of records. */
    void restrict(PushedCondition condition) throws IOException {
        properties().setProperty(CONDITION, ObjectSerializer.serialize(condition));
    }

    /** What the script asks of records, as far as the loader can make use of it. */
    Optional<PushedCondition> condition() throws IOException {
        String condition = properties().getProperty(CONDITION);
        return condition == null
                ? Optional.empty()
                : Optional.of((PushedCondition) ObjectSerializer.deserialize(condition));
    }

    /** Notes the places of the fields that the script uses. */
    void project(List<Integer> places) {
        properties().setProperty(PLACES, places.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    /** Those fields that the script uses. */
    LoadedFields projected() throws IOException {
        String places = properties().getProperty(PLACES);
        if (places == null) {
            return fields();
        }
        return fields().only(
                        places.isEmpty()
                                ? List.of()
                                : Arrays.stream(places.split(","))
                                        .map(Integer::valueOf)
                                        .toList());
    }

    private Properties properties() {
        return UDFContext.getUDFContext().getUDFProperties(KinesisStreamLoader.class, new String[] {signature});
    }
}
