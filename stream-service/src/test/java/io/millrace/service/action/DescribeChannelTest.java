package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChannelDescription;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

public class DescribeChannelTest {
    @Rule
    public final RunningService service = new RunningService();

    private KinesisClient client;

    @Before
    public void createStream() {
        client = service.client();
        TestChannels.createStream(client, "s");
    }

    @Test
    public void tellsWhatCreateChannelTold() {
        ChannelDescription created =
                client.createChannel(TestChannels.json("s", "c").build()).channelDescription();

        assertThat(described(created.channelARN())).isEqualTo(created);
        assertThat(created.channelStatus()).isEqualTo(ChannelStatus.ACTIVE);
    }

    @Test
    public void aChannelThatIsNotThereIsNamed() {
        String arn = "arn:aws:kinesis:us-east-1:000000000000:channel/nosuch/0123456789ab";
        assertMissing(arn);
        assertMissing("arn:aws:kinesis:us-east-1:000000000000:channel/nosuch");
        assertThatThrownBy(() -> described(TestChannels.streamArn("s")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("at 'channelARN' failed to satisfy constraint");
    }

    @Test
    public void theArnOfOneThatWasReplacedNamesNobody() {
        String old = create("c");
        client.deleteChannel(d -> d.channelARN(old));
        String next = create("c");

        assertThat(next).isNotEqualTo(old);
        assertMissing(old);
        assertThat(described(next).channelName()).isEqualTo("c");
    }

    @Test
    public void otherRegionsAndAccountsHaveOthers() {
        String arn = create("c");
        try (KinesisClient elsewhere = service.client(Region.EU_WEST_3)) {
            assertThatThrownBy(() -> elsewhere.describeChannel(d -> d.channelARN(arn)))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
        assertMissing(arn.replace("000000000000", "000000000001"));
    }

    private String create(String name) {
        return client.createChannel(TestChannels.json("s", name).build())
                .channelDescription()
                .channelARN();
    }

    private void assertMissing(String arn) {
        assertThatThrownBy(() -> described(arn))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Channel " + arn + " not found under account 000000000000");
    }

    private ChannelDescription described(String arn) {
        return client.describeChannel(d -> d.channelARN(arn)).channelDescription();
    }
}
