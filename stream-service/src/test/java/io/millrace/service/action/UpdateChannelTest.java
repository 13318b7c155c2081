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
import software.amazon.awssdk.services.kinesis.model.ChannelDescription;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

public class UpdateChannelTest {
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
    public void isUpdatingUntilTheDelayIsOver() {
        service.clock().advance(DELAY);
        ChannelDescription updated = client.updateChannel(
                        u -> u.channelARN(arn).s3DestinationConfiguration(s -> s.dataFreshnessInSeconds(600)))
                .channelDescription();
        assertThat(updated.channelStatus()).isEqualTo(ChannelStatus.UPDATING);
        assertThat(updated.s3DestinationConfiguration().dataFreshnessInSeconds())
                .isEqualTo(600);
        assertThat(updated.loggingConfiguration().cloudWatchLogs().enabled()).isFalse();
        assertNotActive("UPDATING");

        service.clock().advance(DELAY);
        client.updateChannel(u -> u.channelARN(arn)
                .loggingConfiguration(l -> l.cloudWatchLogs(w -> w.enabled(true).logGroupName("/mine"))));
        service.clock().advance(DELAY);

        ChannelDescription after = described();
        assertThat(after.channelStatus()).isEqualTo(ChannelStatus.ACTIVE);
        assertThat(after.s3DestinationConfiguration().dataFreshnessInSeconds()).isEqualTo(600);
        assertThat(after.loggingConfiguration().cloudWatchLogs().enabled()).isTrue();
        assertThat(after.loggingConfiguration().cloudWatchLogs().logGroupName()).isEqualTo("/mine");
    }

    @Test
    public void oneThatIsNotActiveIsLeftAlone() {
        assertNotActive("CREATING");
        assertThat(described().s3DestinationConfiguration().dataFreshnessInSeconds())
                .isEqualTo(300);
    }

    @Test
    public void onlyWhatCanBeChangedIsTaken() {
        service.clock().advance(DELAY);
        assertThatThrownBy(() -> client.updateChannel(u -> u.channelARN(arn)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Nothing to update: give S3DestinationConfiguration or LoggingConfiguration.");
        assertThatThrownBy(() -> client.updateChannel(
                        u -> u.channelARN(arn).s3TablesDestinationConfiguration(s -> s.dataFreshnessInSeconds(600))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("S3TablesDestinationConfiguration must not be given: channel c has"
                        + " S3DestinationConfiguration");
        assertThatThrownBy(() -> client.updateChannel(
                        u -> u.channelARN(arn).s3DestinationConfiguration(s -> s.dataFreshnessInSeconds(1))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("DataFreshnessInSeconds 1 is not allowed: it can be 300 to 900.");
    }

    private void assertNotActive(String state) {
        assertThatThrownBy(() -> client.updateChannel(
                        u -> u.channelARN(arn).s3DestinationConfiguration(s -> s.dataFreshnessInSeconds(700))))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Channel c not ACTIVE, instead in state " + state + ".");
    }

    private ChannelDescription described() {
        return client.describeChannel(d -> d.channelARN(arn)).channelDescription();
    }
}
