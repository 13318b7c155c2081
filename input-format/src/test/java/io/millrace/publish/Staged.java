package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamWriter;
import io.millrace.config.Writing;
import io.millrace.config.Writing.WriteLimits;
import io.millrace.split.ReadIterations;
import io.millrace.write.BatchWriter;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A staging area of a test, and how it is filled and published. As a rule, one in a folder of the test's own. */
final class Staged extends ExternalResource {
    static final String SINK = "sink";

    final Configuration conf = new Configuration();
    private final TemporaryFolder temporary = new TemporaryFolder();
    /** Of a rule, begun before the test. */
    StagingArea area;

    private BatchWriter.Pace pace = BatchWriter.Pace.REAL;

    /** As a rule. */
    Staged() {}

    Staged(File folder) throws IOException {
        open(folder);
    }

    private void open(File folder) throws IOException {
        area = new StagingArea(new Path(folder.toURI()), conf);
    }

    @Override
    protected void before() throws IOException {
        temporary.create();
        open(new File(temporary.getRoot(), "staging"));
        area.begin(Map.of());
    }

    @Override
    protected void after() {
        temporary.delete();
    }

    /** What there is in the rule's folder: the area, and what stands beside it. */
    List<String> left() {
        return List.of(temporary.getRoot().list());
    }

    /** A new one for another area. */
    File newFolder() throws IOException {
        return temporary.newFolder();
    }

    /** Writes an attempt's file of texts "key:...", without committing it. */
    Staged write(String attempt, List<String> texts) throws IOException {
        StagedFileWriter file =
                area.tasks().create(attempt, SINK, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        for (String text : texts) {
            file.write(OutgoingRecord.of(
                    file.nextNumber(), text.substring(0, text.indexOf(':')), text.getBytes(StandardCharsets.UTF_8)));
        }
        file.finish();
        return this;
    }

    /** Writes and commits a task. */
    Staged task(String task, List<String> texts) throws IOException {
        write(task + "_0", texts);
        area.tasks().commit(task + "_0", task);
        return this;
    }

    /** The file of a committed task. */
    File file(String task) throws IOException {
        return area.counted().of(SINK).stream()
                .filter(path ->
                        path.getParent().getParent().getParent().getName().equals(task))
                .map(path -> new File(path.toUri().getPath()))
                .findFirst()
                .orElseThrow();
    }

    static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + i % 97 + ":" + i)
                .toList();
    }

    /** From now on pauses pass at once. */
    void withoutWaiting() {
        AtomicLong now = new AtomicLong();
        pace = new BatchWriter.Pace(now::get, pause -> now.addAndGet(pause.toNanos()));
    }

    AreaPublisher.Sink sink(StreamWriter stream) {
        return sink(stream, 3, Optional.empty());
    }

    /** The same, one file at a time. */
    static AreaPublisher.Sink sinkTo(StreamWriter stream) {
        return sink(stream, 1, Optional.empty());
    }

    private static AreaPublisher.Sink sink(StreamWriter stream, int threads, Optional<Integer> recordsPerSecond) {
        Writing writing = new Writing(
                Optional.empty(),
                Optional.empty(),
                true,
                threads,
                new WriteLimits(recordsPerSecond, Optional.empty()),
                Optional.empty());
        return new AreaPublisher.Sink(SINK, stream, writing, new PublishSettings(Map.of()));
    }

    /** Makes ready to publish. */
    AreaPublisher begin(StreamWriter stream) throws IOException {
        return AreaPublisher.begin(area, List.of(sink(stream)), new ReadIterations(), pace);
    }

    /** Publishes, and deletes nothing. */
    Published publish(StreamWriter stream, int threads, Optional<Integer> recordsPerSecond) throws IOException {
        return AreaPublisher.begin(area, List.of(sink(stream, threads, recordsPerSecond)), new ReadIterations(), pace)
                .publish(SINK);
    }

    Published publish(StreamWriter stream) throws IOException {
        return publish(stream, 3, Optional.empty());
    }
}
