package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.Tag;

public class TagResourceTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
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

    private Consumer register(String name) {
        return service.client()
                .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName(name))
                .consumer();
    }
}
