package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChannelDestinationType;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.ChannelSummary;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListChannelsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamFilter;

public class ListChannelsTest {
    @Rule
    public final RunningService service = new RunningService();

    private KinesisClient client;

    @Before
    public void create() {
        client = service.client();
        for (String stream : List.of("s", "t")) {
            TestChannels.createStream(client, stream);
        }
        for (String name : List.of("d", "b", "a")) {
            client.createChannel(TestChannels.json("s", name).build());
        }
        client.createChannel(TestChannels.json("t", "c").build());
    }

    @Test
    public void listsThoseOfAllStreamsByName() {
        List<ChannelSummary> all = client.listChannels(l -> {}).channelSummaries();

        assertThat(all).extracting(ChannelSummary::channelName).containsExactly("a", "b", "c", "d");
        assertThat(all.get(2)).satisfies(one -> {
            assertThat(one.channelStatus()).isEqualTo(ChannelStatus.ACTIVE);
            assertThat(one.channelDestinationType()).isEqualTo(ChannelDestinationType.S3);
            assertThat(one.channelARN()).endsWith(":channel/c/" + one.channelId());
            assertThat(one.streams()).singleElement().satisfies(stream -> assertThat(stream.streamARN())
                    .isEqualTo(TestChannels.streamArn("t")));
        });
        try (KinesisClient elsewhere = service.client(Region.EU_WEST_3)) {
            assertThat(elsewhere.listChannels(l -> {}).channelSummaries()).isEmpty();
        }
    }

    @Test
    public void pagesAreContinuedByTheirToken() {
        ListChannelsResponse first = client.listChannels(l -> l.maxResults(3));
        ListChannelsResponse second = client.listChannels(l -> l.maxResults(3).nextToken(first.nextToken()));

        assertThat(names(first)).containsExactly("a", "b", "c");
        assertThat(names(second)).containsExactly("d");
        assertThat(second.nextToken()).isNull();
        assertThat(client.listChannelsPaginator(l -> l.maxResults(1)).channelSummaries())
                .extracting(ChannelSummary::channelName)
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    public void aPageHasAtMostAHundred() {
        for (int i = 0; i < 98; i++) {
            String name = String.format("x%02d", i);
            client.createChannel(TestChannels.json("t", name).build());
        }
        assertThat(client.listChannels(l -> l.maxResults(10_000)).channelSummaries())
                .hasSize(100);
        assertThat(client.listChannels(l -> {}).channelSummaries()).hasSize(100);
    }

    @Test
    public void aFilterLeavesThoseOfItsStreams() {
        assertThat(names(filtered("s", null))).containsExactly("a", "b", "d");
        assertThat(names(filtered("nosuch", null))).isEmpty();
        service.clock().advance(Duration.ofSeconds(5));
        assertThat(names(filtered("s", 5))).containsExactly("a", "b", "d");
        assertThat(names(filtered("s", 0))).isEmpty();
    }

    @Test
    public void tokensAreForTheListThatGaveThem() {
        String whole = client.listChannels(l -> l.maxResults(1)).nextToken();
        String filtered = client.listChannels(l -> l.maxResults(1).streamFilter(filter("s", null)))
                .nextToken();
        assertThat(names(client.listChannels(l -> l.nextToken(filtered).streamFilter(filter("s", null)))))
                .containsExactly("b", "d");
        String streams = client.listStreams(l -> l.limit(1)).nextToken();
        for (String wrong : List.of(filtered, streams, whole.substring(2), "AAAA")) {
            assertThatThrownBy(() -> client.listChannels(l -> l.nextToken(wrong)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("NextToken is not valid.");
        }
        assertThatThrownBy(() -> client.listStreams(l -> l.nextToken(whole)))
                .isInstanceOf(InvalidArgumentException.class);
        service.clock().advance(Duration.ofSeconds(301));
        assertThatThrownBy(() -> client.listChannels(l -> l.nextToken(whole)))
                .isInstanceOf(ExpiredNextTokenException.class);
    }

    private ListChannelsResponse filtered(String stream, Integer createdSecondsAgo) {
        return client.listChannels(l -> l.streamFilter(filter(stream, createdSecondsAgo)));
    }

    private StreamFilter filter(String stream, Integer createdSecondsAgo) {
        return StreamFilter.builder()
                .streamARN(TestChannels.streamArn(stream))
                .streamCreationTimestamp(
                        createdSecondsAgo == null
                                ? null
                                : service.clock().instant().minusSeconds(createdSecondsAgo))
                .build();
    }

    private static List<String> names(ListChannelsResponse page) {
        return page.channelSummaries().stream().map(ChannelSummary::channelName).toList();
    }
}
