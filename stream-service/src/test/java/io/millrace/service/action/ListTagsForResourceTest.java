package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Tag;

public class ListTagsForResourceTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client()
                .createStream(c -> c.streamName("s").shardCount(1).tags(Map.of("owner", "web", "stage", "test")));
    }

    @Test
    public void aStreamThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> service.client().listTagsForResource(l -> l.resourceARN(arn() + "-other")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream s-other under account 000000000000 not found.");
    }

    @Test
    public void tagsOfCreateStreamAreThere() {
        assertThat(service.client()
                        .listTagsForResource(l -> l.resourceARN(arn()))
                        .tags())
                .containsExactly(
                        Tag.builder().key("owner").value("web").build(),
                        Tag.builder().key("stage").value("test").build());
    }

    private static String arn() {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    }
}
