package io.millrace.publish;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * How the stream of a sink is reached, without secrets: kept beside the journals, so that the publishing can be finished
 * by somebody who was not there when it began. Immutable.
 *
 * @param values options by their keys
 */
public record PublishSettings(Map<String, String> values) {
    private static final String FILE = "settings";
    private static final String STREAM = "stream";

    public PublishSettings {
        Map<String, String> kept = new TreeMap<>();
        values.forEach((key, value) -> {
            Option<?> option = KinesisOptions.BY_NAME.get(key);
            if (option != null && !option.secret()) {
                kept.put(key, value);
            }
        });
        values = Map.copyOf(kept);
    }

    /** Those of a job. */
    public static PublishSettings of(Configuration conf) {
        Map<String, String> values = new TreeMap<>();
        conf.getPropsWithPrefix(KinesisOptions.PREFIX)
                .keySet()
                .forEach(rest -> values.put(KinesisOptions.PREFIX + rest, conf.get(KinesisOptions.PREFIX + rest)));
        return new PublishSettings(values);
    }

    /**
     * Keeps those of all sinks of an area, which begins its publishing, in one step; where it has begun already, sees to it
     * that the streams are still the same ones.
     *
     * @param sinks those that have records, each with its stream
     */
    static void keep(StagingArea area, Map<AreaPublisher.Sink, StreamIdentity> sinks) throws IOException {
        if (!area.isInPublication()) {
            area.beginPublication(folder -> {
                for (Map.Entry<AreaPublisher.Sink, StreamIdentity> sink : sinks.entrySet()) {
                    Path file = new Path(new Path(folder, sink.getKey().name()), FILE);
                    sink.getKey().settings().write(area, file, sink.getValue());
                }
            });
        }
        // Another publisher may have been faster.
        for (Map.Entry<AreaPublisher.Sink, StreamIdentity> sink : sinks.entrySet()) {
            check(area, file(area, sink.getKey().name()), sink.getValue());
        }
    }

    private void write(StagingArea area, Path file, StreamIdentity stream) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        properties.setProperty(STREAM, stream.text());
        try (OutputStream out = area.files().create(file, true)) {
            properties.store(out, null);
        }
    }

    private static void check(StagingArea area, Path file, StreamIdentity stream) throws IOException {
        StreamIdentity known = StreamIdentity.parse(read(area, file).getProperty(STREAM));
        if (!stream.equals(known)) {
            throw new IOException("the publishing of " + area.folder() + " began on another stream: "
                    + known.arn() + ", created at " + known.created() + "; now there is "
                    + stream.arn() + ", created at " + stream.created()
                    + ". What was put is gone with the old one: delete the"
                    + " folder, and run the job or statement again to put all into the new one");
        }
    }

    /** Lays those that were kept for a sink into a configuration. */
    static void apply(StagingArea area, String sink, Configuration conf) throws IOException {
        Properties known = read(area, file(area, sink));
        KinesisOptions.BY_NAME.keySet().forEach(key -> {
            if (known.getProperty(key) != null) {
                conf.set(key, known.getProperty(key));
            }
        });
    }

    private static Path file(StagingArea area, String sink) {
        return new Path(area.publishing(sink), FILE);
    }

    private static Properties read(StagingArea area, Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = area.files().open(file)) {
            properties.load(in);
        }
        return properties;
    }
}
