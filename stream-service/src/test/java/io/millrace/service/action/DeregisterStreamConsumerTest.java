package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

public class DeregisterStreamConsumerTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void oneThatWasRegisteredAnewHasAnotherArn() {
        Consumer first = register("reader");
        service.client().deregisterStreamConsumer(d -> d.consumerARN(first.consumerARN()));
        service.clock().advance(java.time.Duration.ofSeconds(1));
        register("reader");

        assertThatThrownBy(() -> service.client().describeStreamConsumer(d -> d.consumerARN(first.consumerARN())))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    public void anArnThatCanBeNoConsumersIsNotFound() {
        String arn = STREAM + "/consumer/reader:9999999999999999999";

        assertThatThrownBy(() -> service.client().deregisterStreamConsumer(d -> d.consumerARN(arn)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Consumer " + arn + " not found.");
    }

    private Consumer register(String name) {
        return service.client()
                .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName(name))
                .consumer();
    }
}
