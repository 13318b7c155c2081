package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

public class RegisterStreamConsumerTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void aConsumerIsRegisteredDescribedAndDeregistered() throws Exception {
        Consumer registered = register("reader");
        service.restart();

        assertThat(registered.consumerARN())
                .isEqualTo(STREAM + "/consumer/reader:"
                        + registered.consumerCreationTimestamp().getEpochSecond());
        ConsumerDescription described = service.client()
                .describeStreamConsumer(d -> d.consumerARN(registered.consumerARN()))
                .consumerDescription();
        assertThat(described.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(described.streamARN()).isEqualTo(STREAM);
        assertThat(count()).isEqualTo(1);

        service.client().deregisterStreamConsumer(d -> d.streamARN(STREAM).consumerName("reader"));

        assertThat(count()).isZero();
        assertThatThrownBy(() -> service.client().describeStreamConsumer(d -> d.consumerARN(registered.consumerARN())))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Consumer reader, associated with stream s under account 000000000000, was not found");
    }

    @Test
    public void twoOfOneNameAndMoreThanTwentyAreRefused() {
        register("reader");
        assertThatThrownBy(() -> register("reader"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Consumer reader of stream s under account 000000000000 already exists");
        for (int i = 1; i < 20; i++) {
            register("reader-" + i);
        }
        assertThatThrownBy(() -> register("one-more"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("has 20 consumers already");
    }

    @Test
    public void moreThanFiveCanNotBeCreatedAtOnce() throws Exception {
        Duration delay = Duration.ofSeconds(30);
        service.restart(new Settings("000000000000", delay, OptionalInt.empty(), Optional.empty()));
        Consumer first = register("reader-0");
        for (int i = 1; i < 5; i++) {
            register("reader-" + i);
        }

        assertThatThrownBy(() -> register("sixth"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("has 5 consumers in state CREATING");
        String policy = TwoAccounts.policy("Deny", "*", "\"*\"", first.consumerARN());
        assertThatThrownBy(() -> service.client().putResourcePolicy(p -> p.resourceARN(first.consumerARN())
                        .policy(policy)))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Consumer reader-0 with creation timestamp "
                        + first.consumerCreationTimestamp().getEpochSecond()
                        + " under stream s and account 000000000000 is not in ACTIVE status.");
        service.clock().advance(delay);
        register("sixth");
    }

    private Consumer register(String name) {
        return service.client()
                .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName(name))
                .consumer();
    }

    private int count() {
        return service.client()
                .describeStreamSummary(d -> d.streamName("s"))
                .streamDescriptionSummary()
                .consumerCount();
    }
}
