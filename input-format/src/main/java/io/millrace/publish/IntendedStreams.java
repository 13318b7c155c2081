package io.millrace.publish;

import io.millrace.checkpoint.StreamIdentity;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The streams that a job or statement means, as they were when it began: one that is deleted and made anew while it runs is
 * another one, and gets nothing of it. Kept in one file of the area. Stateless.
 */
final class IntendedStreams {
    private IntendedStreams() {}

    /** Writes those of some sinks. */
    static void write(Map<String, StreamIdentity> streams, FileSystem files, Path file) throws IOException {
        Properties properties = new Properties();
        streams.forEach((sink, stream) -> properties.setProperty(sink, stream.text()));
        try (OutputStream out = files.create(file, true)) {
            properties.store(out, null);
        }
    }

    /** That of a sink; empty when nobody has said it. */
    static Optional<StreamIdentity> read(String sink, FileSystem files, Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = files.open(file)) {
            properties.load(in);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty(sink)).map(StreamIdentity::parse);
    }
}
