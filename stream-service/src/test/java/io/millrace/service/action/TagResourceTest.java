package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
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

    @Test
    public void channelsHaveTagsOfTheirOwn() {
        TestChannels.createStream(service.client(), "t");
        String arn = service.client()
                .createChannel(
                        TestChannels.json("t", "c").tags(Map.of("made", "1")).build())
                .channelDescription()
                .channelARN();
        service.client().tagResource(t -> t.resourceARN(arn).tags(Map.of("team", "web")));
        service.client().untagResource(t -> t.resourceARN(arn).tagKeys("made"));

        assertThat(service.client().listTagsForResource(l -> l.resourceARN(arn)).tags())
                .containsExactly(Tag.builder().key("team").value("web").build());
        assertThat(service.client().listTagsForStream(l -> l.streamName("t")).tags())
                .isEmpty();
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            many.put("k" + i, "v");
        }
        assertThatThrownBy(() ->
                        service.client().tagResource(t -> t.resourceARN(arn).tags(many)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Channel c can't have 51 tags: at most 50 are allowed.");
        assertThatThrownBy(() -> service.client()
                        .tagResource(t -> t.resourceARN(arn + "0").tags(Map.of("a", "b"))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Channel " + arn + "0 not found");
    }

    private Consumer register(String name) {
        return service.client()
                .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName(name))
                .consumer();
    }
}
