package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

public class DeleteStreamTest {
    private static final Duration DELAY = Duration.ofSeconds(30);

    @Rule
    public final RunningService service = new RunningService();

    @Rule
    public final RunningService slow =
            new RunningService(new Settings("000000000000", DELAY, OptionalInt.empty(), Optional.empty()));

    @Test
    public void aStreamOfTheSameNameBeginsEmptyAndOldIteratorsDoNotReadIt() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.putText("s", "k", "old");
        String iterator = service.iterator("s", "shardId-000000000000", ShardIteratorType.TRIM_HORIZON);

        service.client().deleteStream(d -> d.streamName("s"));
        service.clock().advance(Duration.ofSeconds(1));
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.putText("s", "k", "new");

        assertThat(service.textsOf("s", "shardId-000000000000")).containsExactly("new");
        assertThatThrownBy(() -> service.page(iterator)).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    public void aMissingStreamIsTold() {
        assertThatThrownBy(() -> service.client().deleteStream(d -> d.streamName("nosuch")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream nosuch under account 000000000000 not found.");
    }

    @Test
    public void isDeletingUntilTheDelayIsOverAlsoAcrossARestart() throws Exception {
        slow.client().createStream(c -> c.streamName("s").shardCount(1));
        slow.client().deleteStream(d -> d.streamName("s"));

        slow.restart();
        assertThat(slow.client()
                        .describeStreamSummary(d -> d.streamName("s"))
                        .streamDescriptionSummary()
                        .streamStatus())
                .isEqualTo(StreamStatus.DELETING);

        slow.clock().advance(DELAY);
        assertThat(slow.client().listStreams().streamNames()).isEmpty();
        slow.client().createStream(c -> c.streamName("s").shardCount(2));
        slow.clock().advance(DELAY);
        assertThat(slow.shards("s")).hasSize(2);
    }

    @Test
    public void aStreamWithConsumersIsDeletedOnlyOnDemand() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.client().registerStreamConsumer(r -> r.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/s")
                .consumerName("reader"));
        assertThatThrownBy(() -> service.client().deleteStream(d -> d.streamName("s")))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining(
                        "DeleteStream can't delete 000000000000:s because there are consumers associated with"
                                + " this data stream. To delete s anyway, set the EnforceConsumerDeletion parameter");

        service.client().deleteStream(d -> d.streamName("s").enforceConsumerDeletion(true));

        assertThat(service.client().listStreams(l -> {}).streamNames()).isEmpty();
    }
}
