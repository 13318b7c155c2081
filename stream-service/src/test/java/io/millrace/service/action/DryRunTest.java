package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.DryRunOperationException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Requests that only ask whether they would succeed. */
public class DryRunTest {
    private static final String SHARD = "shardId-000000000000";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void whatWouldSucceedSaysSoAndDoesNothing() {
        String iterator = service.iterator("s", SHARD, ShardIteratorType.TRIM_HORIZON);

        assertThatThrownBy(() -> put("s", true)).isInstanceOf(DryRunOperationException.class);
        assertThatThrownBy(() -> service.client().putRecords(p -> p.streamName("s")
                        .dryRun(true)
                        .records(PutRecordsRequestEntry.builder()
                                .partitionKey("k")
                                .data(SdkBytes.fromUtf8String("x"))
                                .build())))
                .isInstanceOf(DryRunOperationException.class);
        assertThatThrownBy(() -> service.client().getShardIterator(g -> g.streamName("s")
                        .shardId(SHARD)
                        .shardIteratorType(ShardIteratorType.LATEST)
                        .dryRun(true)))
                .isInstanceOf(DryRunOperationException.class)
                .hasMessageContaining("Request would have succeeded, but the DryRun flag is set.");
        assertThatThrownBy(() -> service.client()
                        .getRecords(g -> g.shardIterator(iterator).dryRun(true)))
                .isInstanceOf(DryRunOperationException.class);
        assertThat(service.textsOf("s", SHARD)).isEmpty();
    }

    @Test
    public void whatWouldFailFailsTheSameWay() {
        assertThatThrownBy(() -> put("t", true)).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> service.client()
                        .getRecords(g -> g.shardIterator("forged").dryRun(true)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    public void aFlagThatIsFalseChangesNothing() {
        put("s", false);

        assertThat(service.textsOf("s", SHARD)).containsExactly("x");
    }

    private void put(String stream, boolean dryRun) {
        service.client().putRecord(p -> p.streamName(stream)
                .partitionKey("k")
                .data(SdkBytes.fromUtf8String("x"))
                .dryRun(dryRun));
    }
}
