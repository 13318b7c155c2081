package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

public class DeleteChannelTest {
    private static final Duration DELAY = Duration.ofSeconds(30);

    @Rule
    public final RunningService service =
            new RunningService(new Settings("000000000000", DELAY, OptionalInt.empty(), Optional.empty()));

    private KinesisClient client;
    private String arn;

    @Before
    public void create() {
        client = service.client();
        arn = TestChannels.createWithStream(service, DELAY);
    }

    @Test
    public void isDeletingUntilTheDelayIsOverWhicheverItsStateWasAndHowOftenItIsAsked() {
        client.deleteChannel(d -> d.channelARN(arn));
        assertThat(client.describeChannel(d -> d.channelARN(arn))
                        .channelDescription()
                        .channelStatus())
                .isEqualTo(ChannelStatus.DELETING);

        service.clock().advance(DELAY.minusSeconds(1));
        client.deleteChannel(d -> d.channelARN(arn));
        service.clock().advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> client.describeChannel(d -> d.channelARN(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.deleteChannel(d -> d.channelARN(arn)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Channel " + arn + " not found");
        client.createChannel(TestChannels.json("s", "c").build());
    }

    @Test
    public void aStreamIsKeptAndOnDemandAsLongAsItHasChannels() {
        client.createChannel(TestChannels.json("s", "b").build());
        service.clock().advance(DELAY);
        String modeTrouble = "Stream s under account 000000000000 has channels, which only streams in ON_DEMAND mode";
        assertThatThrownBy(() -> client.deleteStream(d -> d.streamName("s")))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining(
                        "Stream s under account 000000000000 has channels, which must be deleted first:" + " c, b");
        assertThatThrownBy(() -> client.updateStreamMode(u -> u.streamARN(TestChannels.streamArn("s"))
                        .streamModeDetails(m -> m.streamMode(StreamMode.PROVISIONED))))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining(modeTrouble);

        client.listChannels(l -> {})
                .channelSummaries()
                .forEach(each -> client.deleteChannel(d -> d.channelARN(each.channelARN())));
        assertThatThrownBy(() -> client.deleteStream(d -> d.streamName("s")))
                .isInstanceOf(ResourceInUseException.class);
        service.clock().advance(DELAY);

        client.deleteStream(d -> d.streamName("s"));
        service.clock().advance(DELAY);
        assertThat(client.listStreams(l -> {}).streamNames()).isEmpty();
    }
}
