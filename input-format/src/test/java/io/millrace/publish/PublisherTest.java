package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.write.FakeSink;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;

/** Which of the staged records are published, and how. */
public class PublisherTest {
    @Rule
    public final Staged staged = new Staged();

    private final FakeSink sink = new FakeSink();

    @Test
    public void onlyTheCommittedAttemptOfATaskIsPublished() throws IOException {
        staged.write("a_0", List.of("k:first attempt", "k:half")).write("a_1", List.of("k:second attempt"));
        staged.area.tasks().commit("a_1", "a");
        staged.write("b_0", List.of("k:aborted"));
        staged.area.tasks().abort("b_0");

        Published published = staged.publish(sink);

        assertThat(sink.texts()).containsExactly("k:second attempt");
        assertThat(published.count(WriteCounter.RECORDS)).isEqualTo(1);
        assertThat(published).hasToString("1 records (0.0 MB) by 1 calls");
    }

    @Test
    public void aTaskThatIsCommittedAgainReplacesWhatItHadCommitted() throws IOException {
        staged.task("a", List.of("k:lost machine"));
        staged.write("a_1", List.of("k:again"));
        staged.area.tasks().commit("a_1", "a");

        staged.publish(sink);

        assertThat(sink.texts()).containsExactly("k:again");
    }

    @Test
    public void allFilesArePublishedByAllThreadsEachInItsOrder() throws IOException {
        for (int task = 0; task < 7; task++) {
            staged.task("t" + task, Staged.texts("task" + task + "-", 1500));
        }

        Published published = staged.publish(sink);

        assertThat(published.count(WriteCounter.RECORDS)).isEqualTo(7 * 1500);
        Map<String, List<String>> byKey = new HashMap<>();
        sink.taken().forEach(record -> byKey.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                .add(FakeSink.text(record)));
        Map<String, List<String>> expected = new HashMap<>();
        for (int task = 0; task < 7; task++) {
            Staged.texts("task" + task + "-", 1500).forEach(text -> expected.computeIfAbsent(
                            text.substring(0, text.indexOf(':')), key -> new ArrayList<>())
                    .add(text));
        }
        assertThat(byKey).isEqualTo(expected);
    }

    @Test
    public void explicitHashKeysAndAnyBytesAreKept() throws IOException {
        byte[] bytes = {0, -1, 10, 13, 127};
        OutgoingRecord record = new OutgoingRecord(
                1, "\u00e4\uD83D\uDE00", Optional.of("42"), io.millrace.client.Payload.sharing(bytes));
        StagedFileWriter file = staged.area
                .tasks()
                .create("a_0", Staged.SINK, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        file.write(record);
        file.finish();
        staged.area.tasks().commit("a_0", "a");

        staged.publish(sink);

        assertThat(sink.taken()).containsExactly(record);
    }

    @Test
    public void oneFailureOfAskingForTheStreamEndsNothing() throws IOException {
        staged.task("a", List.of("k:1"));
        AtomicInteger asked = new AtomicInteger();
        StreamWriter flaky = InterceptedWriter.beforeDescribe(sink, () -> {
            if (asked.incrementAndGet() == 1) {
                throw new StreamException.Unavailable("oops", null);
            }
        });

        staged.publish(flaky);

        assertThat(sink.texts()).containsExactly("k:1");
    }

    @Test
    public void withoutRecordsNothingBegins() throws IOException {
        assertThat(staged.publish(sink).count(WriteCounter.CALLS)).isZero();
        assertThat(staged.area.isInPublication()).isFalse();
    }
}
