package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

public class DescribeStreamTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(3));
    }

    @Test
    public void tellsAllOfAStreamByNameOrArn() {
        StreamDescription byName =
                service.client().describeStream(d -> d.streamName("s")).streamDescription();

        assertThat(byName.streamName()).isEqualTo("s");
        assertThat(byName.streamARN()).isEqualTo(ARN);
        assertThat(byName.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(byName.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThat(byName.retentionPeriodHours()).isEqualTo(24);
        assertThat(byName.streamCreationTimestamp()).isEqualTo(service.clock().instant());
        assertThat(byName.encryptionType()).isEqualTo(EncryptionType.NONE);
        assertThat(byName.hasMoreShards()).isFalse();
        assertThat(byName.shards()).hasSize(3);
        assertThat(service.client().describeStream(d -> d.streamARN(ARN)).streamDescription())
                .isEqualTo(byName);
    }

    @Test
    public void pagesThroughTheShards() {
        StreamDescription first =
                service.client().describeStream(d -> d.streamName("s").limit(2)).streamDescription();
        StreamDescription second = service.client()
                .describeStream(d -> d.streamName("s").limit(2).exclusiveStartShardId("shardId-000000000001"))
                .streamDescription();

        assertThat(first.hasMoreShards()).isTrue();
        assertThat(ids(first)).containsExactly("shardId-000000000000", "shardId-000000000001");
        assertThat(second.hasMoreShards()).isFalse();
        assertThat(ids(second)).containsExactly("shardId-000000000002");
    }

    @Test
    public void anArnOfAnotherAccountOrRegionIsNotFound() {
        for (String arn : List.of(
                "arn:aws:kinesis:us-east-1:111111111111:stream/s", "arn:aws:kinesis:eu-west-1:000000000000:stream/s")) {
            assertThatThrownBy(() -> service.client().describeStream(d -> d.streamARN(arn)))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("the request is for account 000000000000 in region us-east-1");
        }
    }

    private static List<String> ids(StreamDescription description) {
        return description.shards().stream().map(Shard::shardId).toList();
    }
}
