package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.RunningService;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Tag;

public class UntagResourceTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client()
                .createStream(c -> c.streamName("s").shardCount(1).tags(Map.of("owner", "web", "stage", "test")));
    }

    @Test
    public void tagsAreAddedAndRemovedByArn() {
        service.client().tagResource(t -> t.resourceARN(arn()).tags(Map.of("more", "1")));
        service.client().untagResource(u -> u.resourceARN(arn()).tagKeys("owner"));

        assertThat(asMap(service.client()
                        .listTagsForResource(l -> l.resourceARN(arn()))
                        .tags()))
                .isEqualTo(Map.of("more", "1", "stage", "test"))
                .isEqualTo(tags());
    }

    private static String arn() {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    }

    private Map<String, String> tags() {
        return asMap(service.client().listTagsForStream(l -> l.streamName("s")).tags());
    }

    private static Map<String, String> asMap(List<Tag> tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }
}
