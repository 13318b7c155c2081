package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.OutgoingRecord;
import io.millrace.write.FakeSink;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** What is looked at before one record is put: when not all can be published, nothing is. */
public class PublishChecksTest {
    @Rule
    public final Staged staged = new Staged();

    private final FakeSink sink = new FakeSink();

    @Test
    public void aRecordThatTheStreamWouldNeverTakeIsNamedWhenItIsStaged() throws IOException {
        StagedFileWriter file = staged.area.tasks().create("a_0", Staged.SINK, 10, WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(1, "k", new byte[9]));

        assertThatThrownBy(() -> file.write(OutgoingRecord.of(2, "k", new byte[10])))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "row 2 of this task can't be a record: it has 11 bytes with its partition key, and the stream"
                                + " takes 10 (partition key 'k')");
    }

    @Test
    public void nothingIsPublishedWhenTheStreamTakesOnlyShorterRecordsByNow() throws IOException {
        staged.task("a", List.of("k:short"));
        StagedFileWriter file =
                staged.area.tasks().create("b_0", Staged.SINK, RecordLimits.MOST_RECORD_BYTES, WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(1, "k", new byte[2 << 20]));
        file.finish();
        staged.area.tasks().commit("b_0", "b");

        assertThatThrownBy(() -> staged.publish(sink))
                .hasMessageContaining("it has 2097153 bytes with its partition key, and the stream takes 1048576");
        assertThat(sink.calls()).isEmpty();
        assertThat(staged.area.isInPublication()).isFalse();
    }

    @Test
    public void nothingIsPublishedWhenOneFileIsDamaged() throws IOException {
        staged.task("a", List.of("k:sound")).task("b", Staged.texts("k", 100));
        File file = staged.file("b");
        try (RandomAccessFile bytes = new RandomAccessFile(file, "rw")) {
            bytes.seek(bytes.length() - 300);
            int old = bytes.read();
            bytes.seek(bytes.length() - 300);
            bytes.write(old ^ 1);
        }
        // The file system's own checksum would find it as well; a copied file has none.
        assertThat(new File(file.getParentFile(), "." + file.getName() + ".crc").delete())
                .isTrue();

        assertThatThrownBy(() -> staged.publish(sink)).hasMessageContaining("is damaged");
        assertThat(sink.calls()).isEmpty();
    }

    @Test
    public void nothingIsPublishedWhenOneFileIsCutOff() throws IOException {
        staged.task("a", List.of("k:sound"));
        StagedFileWriter unfinished = staged.area
                .tasks()
                .create("b_0", Staged.SINK, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        unfinished.write(OutgoingRecord.of(1, "k", new byte[9]));
        unfinished.close();
        staged.area.tasks().commit("b_0", "b");

        assertThatThrownBy(() -> staged.publish(sink))
                .hasMessageContaining("it ends after 1 records without an end mark");
        assertThat(sink.calls()).isEmpty();
    }

    @Test
    public void whatIsStagedForASinkThatNobodyPublishesIsNotDeleted() throws IOException {
        staged.task("a", List.of("k:1"));
        StagedFileWriter file = staged.area
                .tasks()
                .create("b_0", "another", RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(1, "k", new byte[1]));
        file.finish();
        staged.area.tasks().commit("b_0", "b");

        assertThatThrownBy(() -> staged.publish(sink))
                .hasMessageContaining("are staged for [another], and nobody says");
        assertThat(sink.calls()).isEmpty();
    }

    @Test
    public void recordsOfWhichNoneWereCommittedAreNotTakenForNone() throws IOException {
        staged.write("a_0", List.of("k:staged"));

        assertThatThrownBy(() -> staged.publish(sink)).hasMessageContaining("no task was committed");
    }
}
