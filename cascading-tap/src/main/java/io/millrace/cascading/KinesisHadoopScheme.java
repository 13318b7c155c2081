package io.millrace.cascading;

import cascading.flow.FlowProcess;
import cascading.scheme.Scheme;
import cascading.scheme.SinkCall;
import cascading.scheme.SourceCall;
import cascading.tap.Tap;
import cascading.tap.TapException;
import cascading.tuple.Fields;
import cascading.tuple.Tuple;
import cascading.tuple.TupleEntry;
import io.millrace.mapred.KinesisOutputFormat;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.RecordField;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.RecordReader;

/**
 * What tuples have of a stream's records. As a source: {@link RecordField fields that tell where a record comes from}, by their names,
 * and at most one other, the payload, as a string (UTF-8) or, where its type is {@code byte[]}, as bytes; null of a record that can't
 * be read, where the configuration allows that. As a sink: the payload, as its bytes or its text in UTF-8, and beside it the partition
 * key when {@link #setPartitionKeyField} names one. A payload that is null or empty fails the flow, as no stream takes an empty record.
 * Not thread-safe.
 */
@SuppressWarnings("rawtypes") // Cascading's own signatures
public class KinesisHadoopScheme
        extends Scheme<Configuration, RecordReader, OutputCollector, KinesisHadoopScheme.Pair, Object> {
    private static final long serialVersionUID = 1;

    private String partitionKeyField;

    /** What a reader fills again and again. */
    record Pair(Text key, KinesisRecordWritable record) {}

    /**
     * A scheme.
     *
     * @param fields the same for reading and writing. That there is one payload is checked when a flow is made of it: only then is it
     *     known whether it is read or written
     * @throws IllegalArgumentException when they are not named, or one begins as those of a record do and is none of them
     */
    public KinesisHadoopScheme(Fields fields) {
        super(fields, fields);
        if (!fields.isDefined()) {
            throw new IllegalArgumentException("the scheme's fields are " + fields.print()
                    + "; allowed are names: one for the payload, and of " + RecordField.fields());
        }
        for (Comparable<?> field : fields) {
            String name = field.toString();
            if (name.startsWith(RecordField.PREFIX) && RecordField.named(name).isEmpty()) {
                throw new IllegalArgumentException(
                        "unknown field " + name + "; those that begin so are " + RecordField.fields());
            }
        }
    }

    /**
     * Names the field whose text is the partition key of records that are written; without one, and where it is null, they
     * are spread evenly.
     *
     * @throws IllegalArgumentException when it is none of the scheme's fields
     */
    public KinesisHadoopScheme setPartitionKeyField(String field) {
        if (!getSinkFields().contains(new Fields(field))) {
            throw new IllegalArgumentException("the partition key " + field + " is none of the fields "
                    + getSinkFields().print());
        }
        partitionKeyField = field;
        return this;
    }

    /** The only field that is neither about the record nor its key. */
    private Optional<Integer> payload(Fields fields, boolean writes) {
        Optional<Integer> found = Optional.empty();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).toString();
            boolean other = writes
                    ? !name.equals(partitionKeyField)
                    : RecordField.named(name).isEmpty();
            if (other && found.isPresent()) {
                throw new IllegalArgumentException("both " + fields.get(found.get()) + " and " + name
                        + " would be the payload: leave one field beside "
                        + (writes ? "the partition key" : RecordField.fields().toString()));
            }
            found = other ? Optional.of(i) : found;
        }
        return found;
    }

    /** @throws IllegalArgumentException when more than one field would be the payload */
    @Override
    public void sourceConfInit(
            FlowProcess<? extends Configuration> process,
            Tap<Configuration, RecordReader, OutputCollector> tap,
            Configuration conf) {
        payload(getSourceFields(), false);
        conf.set("mapred.input.format.class", NotedInputFormat.class.getName());
    }

    /** @throws IllegalArgumentException when no field, or more than one, would be the payload */
    @Override
    public void sinkConfInit(
            FlowProcess<? extends Configuration> process,
            Tap<Configuration, RecordReader, OutputCollector> tap,
            Configuration conf) {
        if (payload(getSinkFields(), true).isEmpty()) {
            throw new IllegalArgumentException("no field is left for the payload");
        }
        JobConf job = new JobConf(conf);
        KinesisOutputFormat.use(job);
        job.forEach(entry -> conf.set(entry.getKey(), entry.getValue()));
    }

    /**
     * Fills the tuple with the next record.
     *
     * @return false at the split's end
     * @throws TapException when the payload is to be a string and is no text in UTF-8: a trap takes it
     * @throws IOException when the stream can't be read, or records are lost
     */
    // The reader is of our own input format.
    @Override
    @SuppressWarnings("unchecked")
    public boolean source(FlowProcess<? extends Configuration> process, SourceCall<Pair, RecordReader> call)
            throws IOException {
        if (call.getContext() == null) {
            call.setContext(new Pair(new Text(), new KinesisRecordWritable()));
        }
        KinesisRecordWritable record = call.getContext().record();
        if (!call.getInput().next(call.getContext().key(), record)) {
            return false;
        }
        TupleEntry entry = call.getIncomingEntry();
        Fields fields = getSourceFields();
        for (int i = 0; i < fields.size(); i++) {
            Optional<RecordField> known = RecordField.named(fields.get(i).toString());
            entry.setObject(i, known.isPresent() ? known.get().of(record) : payload(record, fields.getType(i)));
        }
        return true;
    }

    private static Object payload(KinesisRecordWritable record, Type type) {
        if (!record.isReadable()) {
            return null;
        }
        return type == byte[].class ? record.getPayload() : text(record);
    }

    /** Strictly, as the text could not be turned back into what was put. The exception's tuple is what a trap takes. */
    private static String text(KinesisRecordWritable record) {
        byte[] payload = record.getPayload();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TapException(
                    "the record " + record.getSequenceNumber() + " of " + record.getShardId()
                            + " is no text in UTF-8; a field of type byte[] takes any payload",
                    e,
                    new Tuple(new String(payload, StandardCharsets.UTF_8)));
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void sink(FlowProcess<? extends Configuration> process, SinkCall<Object, OutputCollector> call)
            throws IOException {
        TupleEntry entry = call.getOutgoingEntry();
        Object key = partitionKeyField == null ? null : entry.getObject(new Fields(partitionKeyField));
        Object payload =
                entry.getObject(payload(getSinkFields(), true).orElseThrow().intValue());
        byte[] bytes = payload instanceof byte[] ready
                ? ready
                : payload == null ? new byte[0] : payload.toString().getBytes(StandardCharsets.UTF_8);
        call.getOutput().collect(key == null ? null : new Text(key.toString()), bytes);
    }
}
