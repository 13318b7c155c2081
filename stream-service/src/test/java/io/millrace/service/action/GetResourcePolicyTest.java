package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

public class GetResourcePolicyTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void itIsTheTextThatWasPut() throws Exception {
        assertThat(policy(STREAM)).isEqualTo("{}");
        String first = TwoAccounts.policy("Deny", "*", "\"*\"", STREAM);
        String second = TwoAccounts.policy("Deny", "*", "\"kinesis:PutRecord\"", STREAM);
        for (String text : new String[] {first, second}) {
            service.client().putResourcePolicy(p -> p.resourceARN(STREAM).policy(text));
        }
        service.restart();

        assertThat(policy(STREAM)).isEqualTo(second);
        // Without a key file nobody is known, and all is allowed.
        service.putText("s", "k", "x");
    }

    @Test
    public void aConsumersIsNotItsStreams() {
        String consumer = service.client()
                .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName("reader"))
                .consumer()
                .consumerARN();
        String text = TwoAccounts.policy("Deny", "*", "\"*\"", consumer);
        service.client().putResourcePolicy(p -> p.resourceARN(consumer).policy(text));

        assertThat(policy(consumer)).isEqualTo(text);
        assertThat(policy(STREAM)).isEqualTo("{}");
    }

    @Test
    public void ofWhatIsNotThereIsNone() {
        assertThatThrownBy(() -> policy(STREAM + "2")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> policy(STREAM + "/consumer/reader:1")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> policy("arn:aws:kinesis:us-east-1:111111111111:stream/s"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("the request is for account 000000000000");
    }

    private String policy(String arn) {
        return service.client().getResourcePolicy(g -> g.resourceARN(arn)).policy();
    }
}
