package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** The six operations on tags, and tags given to CreateStream. */
public class TagsTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client()
                .createStream(c -> c.streamName("s").shardCount(1).tags(Map.of("owner", "web", "stage", "test")));
    }

    @Test
    public void tagsAreAddedReplacedAndRemoved() throws Exception {
        service.client().addTagsToStream(a -> a.streamName("s").tags(Map.of("stage", "prod", "empty", "")));
        service.client().removeTagsFromStream(r -> r.streamName("s").tagKeys("owner", "unknown"));
        service.restart();

        assertThat(tags()).isEqualTo(Map.of("empty", "", "stage", "prod"));
    }

    @Test
    public void theSameByArn() {
        service.client().tagResource(t -> t.resourceARN(arn()).tags(Map.of("more", "1")));
        service.client().untagResource(u -> u.resourceARN(arn()).tagKeys("owner"));

        assertThat(asMap(service.client()
                        .listTagsForResource(l -> l.resourceARN(arn()))
                        .tags()))
                .isEqualTo(Map.of("more", "1", "stage", "test"))
                .isEqualTo(tags());
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

    @Test
    public void tooManyTagsAreRefusedAndNoneIsAdded() {
        Map<String, String> many = new TreeMap<>();
        IntStream.range(0, 49).forEach(i -> many.put("key-" + i, "v"));

        assertThatThrownBy(() ->
                        service.client().addTagsToStream(a -> a.streamName("s").tags(many)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("51 tags: at most 50 are allowed");
        assertThat(tags()).hasSize(2);
        assertThatThrownBy(() ->
                        service.client().addTagsToStream(a -> a.streamName("s").tags(Map.of("aws:mine", "v"))))
                .hasMessageContaining("aws:mine begins with aws:, which is reserved");
    }

    @Test
    public void constraintsOfKeysAndValuesAreToldAsAwsTellsThem() {
        assertThatThrownBy(() ->
                        service.client().addTagsToStream(a -> a.streamName("s").tags(Map.of("k".repeat(129), "v"))))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining(
                        "at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member"
                                + " must have length less than or equal to 128, Member must have length greater than or equal"
                                + " to 1]");
        assertThatThrownBy(() -> service.client()
                        .removeTagsFromStream(r -> r.streamName("s").tagKeys("")))
                .hasMessageContaining("Value '[]' at 'tagKeys' failed to satisfy constraint: Member must satisfy"
                        + " constraint: [Member must have length less than or equal to 128, Member must have length"
                        + " greater than or equal to 1]");
    }

    @Test
    public void aStreamThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> service.client().listTagsForResource(l -> l.resourceARN(arn() + "-other")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream s-other under account 000000000000 not found.");
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
