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
import software.amazon.awssdk.services.kinesis.model.Tag;

public class AddTagsToStreamTest {
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
    public void onlyLettersDigitsBlanksAndSomeSignsAreAllowed() {
        service.client().addTagsToStream(a -> a.streamName("s").tags(Map.of("M\u00fcll \u7d71 1", "_.:/=+-@")));
        for (Map<String, String> wrong : List.of(Map.of("a;b", "v"), Map.of("k", "a;b"))) {
            assertThatThrownBy(() -> service.client()
                            .addTagsToStream(a -> a.streamName("s").tags(wrong)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("Some tags contain invalid characters.")
                    .hasMessageContaining("Not valid: a;b");
        }
        assertThat(tags()).hasSize(3);
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
