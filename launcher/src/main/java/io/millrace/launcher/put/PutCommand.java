package io.millrace.launcher.put;

import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamWriter;
import io.millrace.config.StreamReference;
import io.millrace.launcher.CommonOptions;
import io.millrace.launcher.client.ConnectionOptions;
import io.millrace.launcher.text.Terminal;
import io.millrace.write.BatchWriter;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.io.PrintWriter;
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

    @Option(names = "--partition-key-field", paramLabel = "N", description = """
                    Use the Nth field of a line (1 is the first; fields are separated by white space) as its partition \
                    key: equal keys go to the same shard. Default: a random key.""")
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
    private ConnectionOptions.ToKinesis connection;

    @Spec
    private CommandSpec spec;

    private final RepeatedCalls repeats = new RepeatedCalls();
    private boolean told;

    @Override
    public Integer call() throws IOException {
        PartitionKeys keys =
                partitionKeyField == null ? PartitionKeys.random() : PartitionKeys.field(partitionKeyField);
        LinePolicy policy = new LinePolicy(maxRecordBytes, skipInvalid);
        PutProgress progress =
                new PutProgress(spec.commandLine().getErr(), Terminal.onStandardError(), System::nanoTime);
        try (LineReader lines = LineReader.open(file, maxRecordBytes);
                KinesisClient kinesis = connection.connection().kinesis(repeats)) {
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
        // Ctrl-C is how a put of a live input ends; the input often ends at the same moment.
        Thread whenStopped = new Thread(() -> tell(Ending.STOPPED, putter, progress), "put-stopped");
        Runtime.getRuntime().addShutdownHook(whenStopped);
        Ending ending = Ending.FAILED;
        try {
            putter.putAll(lines);
            ending = Ending.COMPLETE;
        } catch (IOException e) {
            throw LineReader.unreadable(file, e);
        } finally {
            tell(ending, putter, progress);
        }
    }

    private enum Ending {
        COMPLETE,
        FAILED,
        STOPPED
    }

    /** Tells what was put, once: a process that is stopped waits here until whoever came first has said it. */
    private synchronized void tell(Ending ending, LinePutter putter, PutProgress progress) {
        if (told) {
            return;
        }
        told = true;
        progress.end();
        String text = summary(putter, progress);
        PrintWriter out = ending == Ending.COMPLETE
                ? spec.commandLine().getOut()
                : spec.commandLine().getErr();
        out.println(
                switch (ending) {
                    case COMPLETE -> text;
                    case FAILED -> "before the failure: " + text;
                    case STOPPED -> "stopped: " + text + "; records that were on their way may be there as well";
                });
        out.flush();
    }

    private String summary(LinePutter putter, PutProgress progress) {
        PutSummary done = putter.done().plus(WriteCounter.UNCERTAIN, repeats.records());
        return "put " + progress.describe(done) + " into stream '" + stream + "'" + skipped(done.skipped());
    }
}
