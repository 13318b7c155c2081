package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

public class DeleteResourcePolicyTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Test
    public void itIsGoneForGoodAndOnlyOnce() throws Exception {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.client()
                .putResourcePolicy(p -> p.resourceARN(STREAM).policy(TwoAccounts.policy("Deny", "*", "\"*\"", STREAM)));
        service.client().deleteResourcePolicy(d -> d.resourceARN(STREAM));
        service.restart();

        assertThat(service.client()
                        .getResourcePolicy(g -> g.resourceARN(STREAM))
                        .policy())
                .isEqualTo("{}");
        assertThatThrownBy(() -> service.client().deleteResourcePolicy(d -> d.resourceARN(STREAM)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("No resource policy found for resource ARN " + STREAM + ".");
    }
}
