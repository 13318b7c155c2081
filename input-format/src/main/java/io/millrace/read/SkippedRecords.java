package io.millrace.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.config.KinesisOptions;
import io.millrace.split.KinesisSplit;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.MD5Hash;

/**
 * The file of the skipped records of one split, for one attempt to read it. For one thread.
 *
 * <p>Its name is made of the split alone, so that all attempts, and re-runs of an iteration, have the same one. Until the
 * split's end is reached, it has a hidden name of its own; then it is renamed, and takes the place of what another
 * attempt, which has read the same records, may have left. There is no file without skipped records.
 *
 * <p>One JSON object a line: {@code stream}, {@code shard_id}, {@code sequence_number}, {@code sub_sequence_number},
 * {@code partition_key}, {@code arrived} (ms), {@code error}, {@code payload} (Base64).
 */
final class SkippedRecords implements AutoCloseable {
    private final KinesisSplit split;
    private final Configuration conf;
    private final Path file;
    private final Path hidden;
    private Optional<JsonGenerator> open = Optional.empty();

    SkippedRecords(String folder, KinesisSplit split, Configuration conf) {
        this.split = split;
        this.conf = conf;
        String name = split.streamName() + "-" + split.shard() + "-" + digest(split) + ".json";
        this.file = new Path(folder, name);
        this.hidden = new Path(folder, "." + name + "." + UUID.randomUUID());
    }

    /** Appends a record. */
    void add(KinesisRecord record, String error) {
        try {
            JsonGenerator json = open.isPresent() ? open.get() : create();
            json.writeStartObject();
            json.writeStringField("stream", split.streamName());
            json.writeStringField("shard_id", record.shard().value());
            json.writeStringField("sequence_number", record.sequenceNumber().toString());
            json.writeNumberField("sub_sequence_number", record.subSequenceNumber());
            json.writeStringField("partition_key", record.partitionKey());
            json.writeNumberField("arrived", record.arrival().toEpochMilli());
            json.writeStringField("error", error);
            json.writeBinaryField("payload", record.payload().bytes());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private JsonGenerator create() throws IOException {
        OutputStream out = files().create(hidden, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent());
        JsonGenerator json = new JsonFactory().setRootValueSeparator(null).createGenerator(out);
        open = Optional.of(json);
        return json;
    }

    /** Gives the file its name, if there is one. */
    void commit() {
        if (open.isPresent()) {
            try {
                open.get().close();
                files().rename(hidden, file, Options.Rename.OVERWRITE);
                open = Optional.empty();
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        if (open.isPresent()) {
            try {
                open.get().close();
                files().delete(hidden, false);
                open = Optional.empty();
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    private FileContext files() throws IOException {
        return FileContext.getFileContext(file.toUri(), conf);
    }

    private UncheckedIOException failure(IOException cause) {
        return new UncheckedIOException(
                "a record that can't be read can't be kept in " + file + " either, where "
                        + KinesisOptions.BAD_RECORDS_PATH + " wants it: " + cause.getMessage(),
                cause);
    }

    private static String digest(KinesisSplit split) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            split.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MD5Hash.digest(bytes.toByteArray()).toString();
    }
}
