package io.millrace.launcher.put;

import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamWriter;
import io.millrace.config.StreamReference;
import io.millrace.launcher.CommonOptions;
import io.millrace.launcher.client.Connection;
import io.millrace.launcher.client.ConnectionOptions;
import io.millrace.launcher.text.Terminal;
import io.millrace.write.BatchWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code millrace put}: a record per line. */
@Command(
        name = "put",
        description = {
            "Put each line of a file, or of standard input, as a record into a stream.",
            "Lines end with LF or CRLF, which is not part of the record. Gzip files are unpacked.",
            "Records that the stream refuses for the moment are sent again, each for itself."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace put access access.log.gz",
            "  tail -F access.log | millrace put access --partition-key-field 1",
            "  millrace put access access.log --endpoint-url http://127.0.0.1:4567"
        })
public final class PutCommand extends CommonOptions implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "STREAM", description = "Name of the stream.")
    private String stream;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "File of lines, also gzipped. Default, and for '-': standard input.")
    private Path file;

    @Option(
            names = "--partition-key-field",
            paramLabel = "N",
            description = "Use the Nth field of a line (1 is the first; fields are separated by white space) as its "
                    + "partition key: equal keys go to the same shard. Default: a random key.")
    private Integer partitionKeyField;

    @Option(
            names = "--skip-invalid",
            description = "Leave out lines that are empty, too long or without the key's field, and say how many.")
    private boolean skipInvalid;

    @Option(
            names = "--max-record-bytes",
            paramLabel = "BYTES",
            defaultValue = "" + LinePolicy.DEFAULT_BYTES,
            description = "Longest record, key included. Default: ${DEFAULT-VALUE}; up to " + LinePolicy.MOST_BYTES
                    + " where the stream allows it.")
    private int maxRecordBytes;

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PartitionKeys keys =
                partitionKeyField == null ? PartitionKeys.random() : PartitionKeys.field(partitionKeyField);
        LinePolicy policy = new LinePolicy(maxRecordBytes, skipInvalid);
        PutProgress progress =
                new PutProgress(spec.commandLine().getErr(), Terminal.onStandardError(), System::nanoTime);
        try (LineReader lines = LineReader.open(file, maxRecordBytes);
                KinesisClient kinesis = Connection.toKinesis(connection).kinesis()) {
            StreamWriter writer = SdkStreamWriter.over(kinesis, new StreamReference(stream, Optional.empty()));
            LinePutter putter = new LinePutter(writer, BatchWriter.Pace.REAL, keys, policy, progress);
            put(putter, lines, progress);
        }
        return 0;
    }

    private static String skipped(long lines) {
        return lines == 0 ? "" : String.format(Locale.ROOT, "; %,d %s left out", lines, lines == 1 ? "line" : "lines");
    }

    private void put(LinePutter putter, LineReader lines, PutProgress progress) throws IOException {
        boolean complete = false;
        try {
            putter.putAll(lines);
            complete = true;
        } catch (IOException e) {
            throw LineReader.unreadable(file, e);
        } finally {
            progress.end();
            PutSummary done = putter.done();
            String text = "put " + progress.describe(done) + " into stream '" + stream + "'" + skipped(done.skipped());
            (complete ? spec.commandLine().getOut() : spec.commandLine().getErr())
                    .println(complete ? text : "before the failure: " + text);
            spec.commandLine().getOut().flush();
        }
    }
}
