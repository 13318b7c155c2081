package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.Tag;

public class ListTagsForStreamTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client()
                .createStream(c -> c.streamName("s").shardCount(1).tags(Map.of("owner", "web", "stage", "test")));
    }

    @Test
    public void pagesFollowEachOther() {
        ListTagsForStreamResponse first =
                service.client().listTagsForStream(l -> l.streamName("s").limit(1));
        assertThat(first.tags()).extracting(Tag::key).containsExactly("owner");
        assertThat(first.hasMoreTags()).isTrue();

        ListTagsForStreamResponse second = service.client()
                .listTagsForStream(l -> l.streamName("s").limit(1).exclusiveStartTagKey("owner"));
        assertThat(second.tags()).extracting(Tag::key).containsExactly("stage");
        assertThat(second.hasMoreTags()).isFalse();
    }
}
