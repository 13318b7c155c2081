package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;

public class DescribeStreamConsumerTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void aConsumerMustBeNamed() {
        assertThatThrownBy(() -> service.client().describeStreamConsumer(d -> d.streamARN(STREAM)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Either ConsumerARN or both StreamARN and ConsumerName must be given");
    }

    @Test
    public void itIsNamedByItsArnOrByItsStreamAndName() {
        String arn = service.client()
                .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName("reader"))
                .consumer()
                .consumerARN();

        ConsumerDescription byArn =
                service.client().describeStreamConsumer(d -> d.consumerARN(arn)).consumerDescription();
        assertThat(byArn.consumerName()).isEqualTo("reader");
        assertThat(byArn.consumerCreationTimestamp()).isEqualTo(service.clock().instant());
        assertThat(service.client()
                        .describeStreamConsumer(d -> d.streamARN(STREAM).consumerName("reader"))
                        .consumerDescription())
                .isEqualTo(byArn);
    }
}
