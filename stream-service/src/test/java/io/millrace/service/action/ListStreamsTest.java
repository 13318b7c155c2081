package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

public class ListStreamsTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        for (String name : List.of("c", "a", "b")) {
            service.client().createStream(c -> c.streamName(name).shardCount(1));
        }
    }

    @Test
    public void listsTheRegionsStreamsByName() {
        ListStreamsResponse all = service.client().listStreams();

        assertThat(all.streamNames()).containsExactly("a", "b", "c");
        assertThat(all.hasMoreStreams()).isFalse();
        assertThat(all.nextToken()).isNull();
        assertThat(all.streamSummaries())
                .extracting(StreamSummary::streamARN)
                .contains("arn:aws:kinesis:us-east-1:000000000000:stream/a");
        try (KinesisClient elsewhere = service.client(Region.EU_CENTRAL_1)) {
            assertThat(elsewhere.listStreams().streamNames()).isEmpty();
        }
    }

    @Test
    public void pagesByTokenAndByName() {
        ListStreamsResponse first = service.client().listStreams(l -> l.limit(2));
        assertThat(first.streamNames()).containsExactly("a", "b");
        assertThat(first.hasMoreStreams()).isTrue();

        assertThat(service.client()
                        .listStreams(l -> l.nextToken(first.nextToken()))
                        .streamNames())
                .containsExactly("c");
        assertThat(service.client()
                        .listStreams(l -> l.exclusiveStartStreamName("a"))
                        .streamNames())
                .containsExactly("b", "c");
    }

    @Test
    public void aTokenExpiresAndCanNotBeForged() {
        String token = service.client().listStreams(l -> l.limit(1)).nextToken();

        service.clock().advance(Duration.ofMinutes(5).plusMillis(1));

        assertThatThrownBy(() -> service.client().listStreams(l -> l.nextToken(token)))
                .isInstanceOf(ExpiredNextTokenException.class);
        assertThatThrownBy(() -> service.client().listStreams(l -> l.nextToken("x" + token)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("NextToken is not valid.");
    }
}
