package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** Register-, Deregister-, Describe- and ListStreamConsumers. */
public class ConsumersTest {
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
    public void oneThatWasRegisteredAnewHasAnotherArn() {
        Consumer first = register("reader");
        service.client().deregisterStreamConsumer(d -> d.consumerARN(first.consumerARN()));
        service.clock().advance(java.time.Duration.ofSeconds(1));
        register("reader");

        assertThatThrownBy(() -> service.client().describeStreamConsumer(d -> d.consumerARN(first.consumerARN())))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    public void pagesFollowEachOther() {
        List.of("c", "a", "b").forEach(this::register);

        List<String> names = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListStreamConsumersResponse page = service.client()
                    .listStreamConsumers(l -> l.streamARN(STREAM).maxResults(2).nextToken(from));
            page.consumers().forEach(consumer -> names.add(consumer.consumerName()));
            token = page.nextToken();
        } while (token != null);

        assertThat(names).containsExactly("a", "b", "c");
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
    public void consumersHaveTagsOfTheirOwn() {
        String arn = register("reader").consumerARN();
        service.client().tagResource(t -> t.resourceARN(arn).tags(Map.of("team", "web")));

        assertThat(service.client().listTagsForResource(l -> l.resourceARN(arn)).tags())
                .containsExactly(Tag.builder().key("team").value("web").build());
        assertThat(service.client().listTagsForStream(l -> l.streamName("s")).tags())
                .isEmpty();
    }

    @Test
    public void aStreamWithConsumersIsDeletedOnlyOnDemand() {
        register("reader");
        assertThatThrownBy(() -> service.client().deleteStream(d -> d.streamName("s")))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("has registered consumers");

        service.client().deleteStream(d -> d.streamName("s").enforceConsumerDeletion(true));

        assertThat(service.client().listStreams(l -> {}).streamNames()).isEmpty();
    }

    @Test
    public void aConsumerMustBeNamed() {
        assertThatThrownBy(() -> service.client().describeStreamConsumer(d -> d.streamARN(STREAM)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Either ConsumerARN or both StreamARN and ConsumerName must be given");
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
