package io.millrace.cascading;

import cascading.flow.Flow;
import cascading.flow.FlowDef;
import cascading.flow.local.LocalFlowConnector;
import cascading.pipe.Pipe;
import cascading.scheme.local.TextDelimited;
import cascading.tap.SinkMode;
import cascading.tap.Tap;
import cascading.tap.local.FileTap;
import cascading.tap.local.hadoop.LocalHfsAdaptor;
import cascading.tuple.Fields;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.rules.TemporaryFolder;

/**
 * What tests of flows share: a stream, taps on streams and on files, and runs by Cascading's local planner. As a rule it keeps a
 * folder for a test's files.
 */
final class Flows extends TemporaryFolder {
    static final Fields LINE = new Fields("line");

    private final TestStream stream = TestStream.create(3);

    static KinesisHadoopTap tap(KinesisHadoopScheme scheme, TestStream stream) {
        KinesisHadoopTap tap = new KinesisHadoopTap(scheme, stream.name());
        tap.set("kinesis.endpoint.url", LocalServices.get().streams().toString());
        tap.set("kinesis.endpoint.region", LocalServices.REGION.id());
        tap.setCredentials(LocalServices.KEY, LocalServices.KEY);
        tap.setNoDataTimeout(0);
        return tap;
    }

    TestStream stream() {
        return stream;
    }

    /** The stream's records, as lines. */
    KinesisHadoopTap source() {
        return source(LINE);
    }

    /** The stream's records, with these fields. */
    KinesisHadoopTap source(Fields fields) {
        return tap(new KinesisHadoopScheme(fields), stream);
    }

    Path path(String name) {
        return getRoot().toPath().resolve(name);
    }

    /** A file of fields with tabs between them, their names in the first line. */
    Tap<Properties, ?, ?> file(String name) {
        return new FileTap(new TextDelimited(true, "\t"), path(name).toString(), SinkMode.REPLACE);
    }

    /** The lines of such a file, but for the first one. */
    List<String> lines(String name) throws IOException {
        List<String> lines = Files.readAllLines(path(name));
        return lines.subList(1, lines.size());
    }

    /** Where flows with {@link #properties} stage what they write. */
    File staging() {
        return path("staging").toFile();
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("kinesis.write.staging.dir", staging().toString());
        return properties;
    }

    /** The same for flows that read iterations, which are kept in a table of their own. */
    Properties checkpoints(String iteration) {
        Properties properties = properties();
        properties.setProperty("kinesis.checkpoint.enabled", "true");
        properties.setProperty("kinesis.checkpoint.metastore.table.name", "flows-" + UUID.randomUUID());
        properties.setProperty(
                "kinesis.checkpoint.metastore.endpoint.url",
                LocalServices.get().tables().toString());
        properties.setProperty("kinesis.checkpoint.logical.name", "flow");
        properties.setProperty("kinesis.checkpoint.iteration.no", iteration);
        return properties;
    }

    /** Copies tuples as they are, from a stream to a file. */
    static FlowDef copy(KinesisHadoopTap from, Tap<Properties, ?, ?> to) {
        return FlowDef.flowDef().addSource("copy", new LocalHfsAdaptor(from)).addTailSink(new Pipe("copy"), to);
    }

    /** The same from stream to stream. */
    static FlowDef copy(KinesisHadoopTap from, KinesisHadoopTap to) {
        return copy(from, new LocalHfsAdaptor(to));
    }

    void run(FlowDef definition, Properties properties) {
        Flow<?> flow = new LocalFlowConnector(properties).connect(definition);
        flow.addListener(new FlowIterations());
        flow.complete();
    }
}
