package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ReadCounter;
import io.millrace.client.SdkStreamSubscriber;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamSubscriber;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.testing.TestStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** Reading by SubscribeToShard from the stream service. */
public final class ConsumerReadTest {
    private final TestStream stream = TestStream.create(2);
    private final String consumer = stream.register("reader");
    private final Job polling = Job.iterationsOf(stream.name());
    private final Job subscribing = polling.copy().set(KinesisOptions.CONSUMER_ARN, consumer);
    private final ReadCounts counts = new ReadCounts();

    @Test
    public void aConsumerReadsWhatGetRecordsReadsAlsoAfterTheShardsHaveChanged() throws Exception {
        stream.put(lines("first", 700));
        stream.reshard();
        stream.put(lines("second", 700));
        PlannedRead plan = polling.plan();
        stream.reshard();
        stream.put(lines("later", 300));

        List<KinesisRecord> subscribed = subscribing.read(plan, counts);

        assertThat(subscribed).hasSize(1400).isEqualTo(polling.read(plan, new ReadCounts()));
        assertThat(counts.of(ReadCounter.CALLS))
                .as("one subscription per split")
                .isEqualTo(plan.splits().size());
    }

    @Test
    public void aReaderWaitsUntilItMayTakeOverAnOlderSubscription() throws Exception {
        stream.put(lines("line", 40));
        PlannedRead plan = polling.plan();
        KinesisSplit split = plan.splits().get(0);
        ConnectorConfig config = ConnectorConfig.from(subscribing.conf());
        try (StreamSubscriber other = SdkStreamSubscriber.open(config, consumer);
                StreamSubscriber.Subscription older = other.subscribe(split.shard(), new IteratorStart.TrimHorizon())) {
            assertThat(older.next()).isPresent();

            assertThat(subscribing.read(plan, counts)).isEqualTo(polling.read(plan, new ReadCounts()));

            assertThat(counts.of(ReadCounter.THROTTLED)).isPositive();
        }
    }

    @Test
    public void aConsumerThatDoesNotExistIsRefusedAtOnce() {
        stream.put(lines("line", 1));
        PlannedRead plan = polling.plan();
        subscribing.set(KinesisOptions.CONSUMER_ARN, consumer.replace("/reader:", "/nobody:"));

        assertThatThrownBy(() -> subscribing.read(plan, counts))
                .isInstanceOf(StreamException.Refused.class)
                .hasMessageContaining("nobody");
        assertThat(counts.of(ReadCounter.CALLS)).isEqualTo(1);
    }

    @Test
    public void closingLeavesNoThread() throws Exception {
        stream.put(lines("line", 10));
        subscribing.read(polling.plan(), counts);

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("millrace-")));
    }

    private static List<String> lines(String text, int count) {
        return IntStream.range(0, count).mapToObj(i -> text + " " + i).toList();
    }
}
