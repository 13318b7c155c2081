package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import io.millrace.service.auth.Key;
import io.millrace.service.auth.Permissions;
import io.millrace.service.auth.SignatureVerifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ChannelSummary;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamFilter;

/** Who may do what with channels: whose key allows the operation and the channel's stream, within an account. */
public class ChannelAccessTest {
    private static final String ACCOUNT = TestChannels.ACCOUNT;

    @Rule
    public final RunningService service = new RunningService(
            RunningService.PLAIN,
            clock -> new SignatureVerifier(
                    Map.of(
                            "AKIDTEST", key("AKIDTEST", ACCOUNT, Permissions.ALL),
                            "AKIDREADER",
                                    key("AKIDREADER", ACCOUNT, new Permissions(List.of("Describe*"), List.of("*"))),
                            "AKIDOTHER", key("AKIDOTHER", ACCOUNT, new Permissions(List.of("*"), List.of("t"))),
                            "AKIDGUEST", key("AKIDGUEST", "222222222222", Permissions.ALL)),
                    clock));

    private String ofS;
    private String ofT;

    @Before
    public void create() {
        for (String stream : List.of("s", "t")) {
            TestChannels.createStream(service.client(), stream);
        }
        ofS = create("s");
        ofT = create("t");
    }

    @Test
    public void aKeyForSomeOperationsDoesNoOthers() {
        try (KinesisClient reader = TwoAccounts.client(service, "AKIDREADER")) {
            assertThat(reader.describeChannel(d -> d.channelARN(ofS))
                            .channelDescription()
                            .channelName())
                    .isEqualTo("of-s");
            denied(() -> reader.deleteChannel(d -> d.channelARN(ofS)), "kinesis:DeleteChannel");
            denied(() -> reader.createChannel(TestChannels.json("s", "new").build()), "kinesis:CreateChannel");
            denied(() -> reader.listChannels(l -> {}), "kinesis:ListChannels");
        }
    }

    @Test
    public void aKeyForSomeStreamsHasTheirChannelsOnly() {
        try (KinesisClient other = TwoAccounts.client(service, "AKIDOTHER")) {
            denied(() -> other.describeChannel(d -> d.channelARN(ofS)), "stream/s");
            denied(() -> other.deleteChannel(d -> d.channelARN(ofS)), "stream/s");
            denied(
                    () -> other.updateChannel(
                            u -> u.channelARN(ofS).loggingConfiguration(l -> l.cloudWatchLogs(w -> w.enabled(true)))),
                    "stream/s");
            denied(() -> other.createChannel(TestChannels.json("s", "new").build()), "stream/s");
            denied(() -> other.listTagsForResource(l -> l.resourceARN(ofS)), "stream/s");
            denied(() -> other.listChannels(l -> {}), "kinesis:ListChannels");
            denied(() -> other.listChannels(l -> l.streamFilter(filter("t"), filter("s"))), "stream/s");

            assertThat(other.listChannels(l -> l.streamFilter(filter("t"))).channelSummaries())
                    .extracting(ChannelSummary::channelName)
                    .containsExactly("of-t");
            other.deleteChannel(d -> d.channelARN(ofT));
        }
    }

    @Test
    public void anotherAccountKnowsOfNoneAndPoliciesGiveNone() {
        try (KinesisClient guest = TwoAccounts.client(service, "AKIDGUEST")) {
            assertThatThrownBy(() -> guest.describeChannel(d -> d.channelARN(ofS)))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThat(guest.listChannels(l -> {}).channelSummaries()).isEmpty();
            denied(() -> guest.createChannel(TestChannels.json("s", "new").build()), "no resource-based policy");
        }
        assertThatThrownBy(() -> service.client().putResourcePolicy(p -> p.resourceARN(ofS)
                        .policy(TwoAccounts.policy("Allow", "*", "\"kinesis:*\"", ofS))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Channels have no resource policies: " + ofS);
    }

    private String create(String stream) {
        return service.client()
                .createChannel(TestChannels.json(stream, "of-" + stream).build())
                .channelDescription()
                .channelARN();
    }

    private static StreamFilter filter(String stream) {
        return StreamFilter.builder().streamARN(TestChannels.streamArn(stream)).build();
    }

    private static void denied(ThrowingCallable call, String what) {
        assertThatThrownBy(call).isInstanceOf(AccessDeniedException.class).hasMessageContaining(what);
    }

    private static Key key(String access, String account, Permissions permissions) {
        return new Key(
                access,
                "secret",
                Optional.empty(),
                account,
                "arn:aws:iam::" + account + ":user/" + access,
                Optional.empty(),
                permissions);
    }
}
