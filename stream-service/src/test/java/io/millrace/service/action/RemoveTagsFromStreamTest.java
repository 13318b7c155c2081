package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Tag;

public class RemoveTagsFromStreamTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client()
                .createStream(c -> c.streamName("s").shardCount(1).tags(Map.of("owner", "web", "stage", "test")));
    }

    @Test
    public void unknownKeysAreIgnored() {
        service.client().removeTagsFromStream(r -> r.streamName("s").tagKeys("owner", "unknown"));

        assertThat(service.client().listTagsForStream(l -> l.streamName("s")).tags())
                .containsExactly(Tag.builder().key("stage").value("test").build());
    }

    @Test
    public void constraintsOfKeysAreToldAsAwsTellsThem() {
        assertThatThrownBy(() -> service.client()
                        .removeTagsFromStream(r -> r.streamName("s").tagKeys("")))
                .hasMessageContaining("Value '[]' at 'tagKeys' failed to satisfy constraint: Member must satisfy"
                        + " constraint: [Member must have length less than or equal to 128, Member must have length"
                        + " greater than or equal to 1]");
    }
}
