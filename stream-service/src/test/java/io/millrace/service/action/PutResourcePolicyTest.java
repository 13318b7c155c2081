package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

public class PutResourcePolicyTest {
    private static final String SHARD = "shardId-000000000000";

    @Rule
    public final RunningService service = TwoAccounts.service();

    private KinesisClient guest;

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        guest = TwoAccounts.client(service, "AKIDGUEST");
    }

    @After
    public void close() {
        guest.close();
    }

    @Test
    public void anotherAccountMayDoWhatThePolicyAllowsAndNoMore() throws IOException {
        denied(() -> put(guest), "because no resource-based policy allows the kinesis:PutRecord action");
        put(service.client(), allow(TwoAccounts.GUEST, "[\"kinesis:PutRecord\", \"kinesis:ListShards\"]"));
        restart();

        put(guest);
        assertThat(guest.listShards(l -> l.streamARN(TwoAccounts.STREAM)).shards())
                .hasSize(1);
        denied(() -> iterator(guest), "kinesis:GetShardIterator");
        denied(() -> guest.deleteStream(d -> d.streamARN(TwoAccounts.STREAM)), "kinesis:DeleteStream");
        denied(
                () -> guest.putResourcePolicy(
                        p -> p.resourceARN(TwoAccounts.STREAM).policy(allow("*", "\"*\""))),
                "kinesis:PutResourcePolicy");
        assertThat(guest.listStreams().streamNames()).isEmpty();
        assertThatThrownBy(() -> guest.describeStreamSummary(d -> d.streamName("s")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    public void whatCanNotBeSharedIsNotByAWildcard() {
        put(service.client(), allow(TwoAccounts.GUEST, "\"kinesis:*\""));

        put(guest);
        denied(() -> guest.deleteStream(d -> d.streamARN(TwoAccounts.STREAM)), "no resource-based policy allows");
        denied(() -> guest.deleteResourcePolicy(d -> d.resourceARN(TwoAccounts.STREAM)), "no resource-based policy");
    }

    @Test
    public void iteratorsAndTokensAreNoWayAround() {
        service.client()
                .updateShardCount(u -> u.streamName("s").targetShardCount(2).scalingType("UNIFORM_SCALING"));
        put(service.client(), allow(TwoAccounts.GUEST, "[\"kinesis:Get*\", \"kinesis:ListShards\"]"));
        String iterator = iterator(guest);
        String token = guest.listShards(l -> l.streamARN(TwoAccounts.STREAM).maxResults(1))
                .nextToken();
        assertThat(guest.getRecords(g -> g.shardIterator(iterator)).records()).isEmpty();
        assertThat(guest.getRecords(g -> g.shardIterator(iterator).streamARN(TwoAccounts.STREAM))
                        .records())
                .isEmpty();
        assertThat(guest.listShards(l -> l.nextToken(token)).shards()).isNotEmpty();

        service.client().deleteResourcePolicy(d -> d.resourceARN(TwoAccounts.STREAM));
        denied(() -> guest.getRecords(g -> g.shardIterator(iterator)), "kinesis:GetRecords");
        denied(() -> guest.listShards(l -> l.nextToken(token)), "kinesis:ListShards");
    }

    @Test
    public void theGuestsOwnKeyMustAllowItToo() {
        put(service.client(), allow(TwoAccounts.GUEST, "\"kinesis:*\""));
        try (KinesisClient narrow = TwoAccounts.client(service, "AKIDNARROW")) {
            iterator(narrow);
            denied(() -> put(narrow), "no identity-based policy allows the kinesis:PutRecord action");
        }
    }

    @Test
    public void aPolicyForOneUserIsNotForTheOthers() {
        put(service.client(), allow("arn:aws:iam::" + TwoAccounts.GUEST + ":user/guest", "\"kinesis:PutRecord\""));

        put(guest);
        try (KinesisClient other = TwoAccounts.client(service, "AKIDOTHER")) {
            denied(() -> put(other), "no resource-based policy allows");
        }
    }

    @Test
    public void anExplicitDenyHoldsForTheOwnerTooButNotForMendingThePolicy() {
        put(service.client(), TwoAccounts.policy("Deny", "*", "\"*\"", "*"));

        denied(() -> put(service.client()), "with an explicit deny in a resource-based policy");
        denied(() -> service.client().deleteStream(d -> d.streamName("s")), "with an explicit deny");
        service.client().deleteResourcePolicy(d -> d.resourceARN(TwoAccounts.STREAM));
        put(service.client());
    }

    @Test
    public void aConsumerHasAPolicyOfItsOwn() throws IOException {
        String consumer = service.client()
                .registerStreamConsumer(r -> r.streamARN(TwoAccounts.STREAM).consumerName("reader"))
                .consumer()
                .consumerARN();
        put(service.client(), allow(TwoAccounts.GUEST, "\"kinesis:*\""));
        denied(() -> guest.describeStreamConsumer(d -> d.consumerARN(consumer)), "on resource: " + consumer);

        service.client().putResourcePolicy(p -> p.resourceARN(consumer)
                .policy(TwoAccounts.policy(
                        "Allow", TwoAccounts.GUEST, "\"kinesis:DescribeStreamConsumer\"", consumer)));
        restart();
        assertThat(guest.describeStreamConsumer(d -> d.consumerARN(consumer))
                        .consumerDescription()
                        .consumerName())
                .isEqualTo("reader");
        assertThat(guest.describeStreamConsumer(
                                d -> d.streamARN(TwoAccounts.STREAM).consumerName("reader"))
                        .consumerDescription()
                        .consumerARN())
                .isEqualTo(consumer);
        denied(() -> guest.deregisterStreamConsumer(d -> d.consumerARN(consumer)), "kinesis:DeregisterStreamConsumer");
        denied(
                () -> guest.describeStreamConsumer(
                        d -> d.streamARN(TwoAccounts.STREAM).consumerName("none")),
                "no resource-based policy allows");
    }

    @Test
    public void aPolicyMayNameEveryOperationTheOneThatPutsItIncluded() {
        for (String operation : UnconnectedActions.byName().keySet()) {
            put(service.client(), TwoAccounts.policy("Deny", TwoAccounts.GUEST, "\"kinesis:" + operation + "\"", "*"));
        }
    }

    @Test
    public void whatIsNoPolicyIsRefused() {
        assertThatThrownBy(() -> put(service.client(), "{"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Malformed policy: it is not valid JSON");
        assertThatThrownBy(() -> put(service.client(), allow("*", "\"kinesis:Frobnicate\"")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("is no operation");
        assertThatThrownBy(() -> service.client().putResourcePolicy(p -> p.resourceARN(TwoAccounts.STREAM)))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("Value null at 'policy'");
        assertThatThrownBy(() -> service.client().putResourcePolicy(p -> p.resourceARN(TwoAccounts.STREAM + "2")
                        .policy(allow("*", "\"*\""))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private void restart() throws IOException {
        guest.close();
        service.restart();
        guest = TwoAccounts.client(service, "AKIDGUEST");
    }

    private static String allow(String principal, String actions) {
        return TwoAccounts.policy("Allow", principal, actions, TwoAccounts.STREAM);
    }

    private static void put(KinesisClient owner, String policy) {
        owner.putResourcePolicy(p -> p.resourceARN(TwoAccounts.STREAM).policy(policy));
    }

    private static void put(KinesisClient client) {
        client.putRecord(p -> p.streamARN(TwoAccounts.STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("x")));
    }

    private static String iterator(KinesisClient client) {
        return client.getShardIterator(g -> g.streamARN(TwoAccounts.STREAM)
                        .shardId(SHARD)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    private static void denied(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("is not authorized to perform: kinesis:")
                .hasMessageContaining(message);
    }
}
