package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.StreamReader;
import io.millrace.launcher.Cli;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Where a reader goes on after an application of the Kinesis Client Library. */
public class ImportKclCommandTest extends IterationsOnStream {
    @Test
    public void aReaderGoesOnExactlyWhereAKclApplicationStopped() {
        String zero = put("zero");
        String one = put("one");
        String two = put("two");
        String leases = leaseTable();
        lease(leases, SHARD, zero, 0);

        Cli imported = importKcl(leases, "errors");

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        IterationPlan first = next("errors", true);
        assertThat(first.key().number().value()).isZero();
        assertThat(ranges(first)).containsExactly(range(one, two));
        String three = put("three");
        assertThat(ranges(next("errors", true))).containsExactly(range(three, three));
        Cli again = importKcl(leases, "errors");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("has iterations").contains("already");
    }

    @Test
    public void sentinelsAndReshardedShardsOfAKclApplicationAreUnderstood() {
        String zero = put("zero");
        assertThat(Cli.run(
                                "stream",
                                "split",
                                stream,
                                "0",
                                "--endpoint-url",
                                service().endpoint())
                        .exitCode())
                .isZero();
        String one = put("one");
        String[] checkpoints = {"TRIM_HORIZON", "LATEST", "SHARD_END"};
        List<List<SequenceRange>> expected =
                List.of(List.of(range(one, one)), List.of(range(one, one)), List.of(range(one, one)));
        for (int i = 0; i < checkpoints.length; i++) {
            String leases = leaseTable();
            lease(leases, SHARD, checkpoints[i], 0);
            Cli imported = importKcl(leases, checkpoints[i]);
            assertThat(imported.exitCode()).as(imported.err()).isZero();
            IterationPlan plan = next(checkpoints[i], false);
            assertThat(plan.shards()).hasSize(3);
            List<SequenceRange> ranges = ranges(plan);
            assertThat(ranges).as(checkpoints[i]).containsAll(expected.get(i));
            assertThat(ranges).as(checkpoints[i]).hasSize(checkpoints[i].equals("TRIM_HORIZON") ? 2 : 1);
            assertThat(ranges.get(0).first().toString()).isEqualTo(checkpoints[i].equals("TRIM_HORIZON") ? zero : one);
        }
        String children = leaseTable();
        lease(children, "shardId-000000000001", "TRIM_HORIZON", 0);
        lease(children, "shardId-000000000002", "TRIM_HORIZON", 0);
        assertThat(importKcl(children, "children").exitCode()).isZero();
        assertThat(ranges(next("children", false)))
                .as("the parent was done with")
                .containsExactly(range(one, one));
    }

    @Test
    public void leasesOnADeletedStreamOfTheSameNameSayNothing() {
        String zero = put("zero");
        String one = put("one");
        String several = leaseTable();
        for (long created = 1; created <= 8; created++) {
            lease(several, kclStream(created) + SHARD, "SHARD_END", 0);
        }
        Cli unclear = importKcl(several, "errors");
        assertThat(unclear.exitCode()).isEqualTo(1);
        assertThat(unclear.err()).contains("several streams named '" + stream).contains(kclStream(8));
        lease(several, kclStream(identity().created().getEpochSecond()) + SHARD, zero, 0);

        Cli imported = importKcl(several, "errors");

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(ranges(next("errors", false))).containsExactly(range(one, one));
    }

    /** What keys begin with in the lease table of an application of several streams. */
    private String kclStream(long created) {
        return identity().arn().split(":", -1)[4] + ":" + stream + ":" + created + ":";
    }

    private StreamIdentity identity() {
        try (StreamReader reader = reader()) {
            return reader.describe().identity();
        }
    }

    @Test
    public void leasesFromBeforeTheStreamWasCreatedAreRefused() {
        put("zero");
        String ended = leaseTable();
        lease(ended, SHARD, "SHARD_END", 0);
        assertThat(importKcl(ended, "a").err()).contains(SHARD).contains("still open");
        String early = leaseTable();
        lease(early, SHARD, "1234567", 0);
        assertThat(importKcl(early, "b").err()).contains("1234567").contains("is invalid");
    }

    @Test
    public void aLeaseTableThatDoesNotFitIsRefused() {
        put("zero");
        String empty = leaseTable();
        assertThat(importKcl(empty, "a").err()).contains("has no leases").contains(stream);
        String other = leaseTable();
        lease(other, "shardId-000000000077", "TRIM_HORIZON", 0);
        assertThat(importKcl(other, "b").err()).contains("is this the application's stream?");
        String time = leaseTable();
        lease(time, SHARD, "AT_TIMESTAMP", 0);
        assertThat(importKcl(time, "c").err()).contains("kinesis.initial.position");
        String odd = leaseTable();
        lease(odd, SHARD, "soon", 0);
        assertThat(importKcl(odd, "d").err()).contains("'soon'").contains("TRIM_HORIZON");
    }

    @Test
    public void anApplicationThatStoppedInsideAnAggregateNeedsADecision() {
        byte[] aggregate = Aggregate.of("k", "x", "y", "z");
        String packed = service()
                .kinesis()
                .putRecord(
                        request -> request.streamName(stream).partitionKey("k").data(SdkBytes.fromByteArray(aggregate)))
                .sequenceNumber();
        String inside = leaseTable();
        lease(inside, SHARD, packed, 1);

        Cli refused = importKcl(inside, "errors");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("inside an aggregated record").contains(packed);

        assertThat(importKcl(inside, "errors", "--repeat-aggregates").exitCode())
                .isZero();
        assertThat(ranges(next("errors", false))).containsExactly(range(packed, packed));

        String whole = leaseTable();
        lease(whole, SHARD, packed, 2);
        assertThat(importKcl(whole, "whole").exitCode()).isZero();
        assertThat(ranges(next("whole", false))).isEmpty();
    }

    @Test
    public void aLeaseTableThatDoesNotExistIsNamed() {
        Cli refused = importKcl("no-such-app", "errors");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("there is no lease table 'no-such-app'");
    }

    private Cli importKcl(String leases, String logicalName, String... more) {
        List<String> all =
                new ArrayList<>(List.of("import-kcl", leases, "--logical-name", logicalName, "--stream", stream));
        all.addAll(List.of(more));
        return look(all.toArray(new String[0]));
    }

    private static String leaseTable() {
        String leases = "leases-" + UUID.randomUUID();
        try (DynamoDbClient client = tables().dynamoDb()) {
            client.createTable(request -> request.tableName(leases)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("leaseKey")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("leaseKey")
                            .keyType(KeyType.HASH)
                            .build()));
        }
        return leases;
    }

    private static void lease(String leases, String shard, String checkpoint, long part) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("leaseKey", fromS(shard));
        item.put("checkpoint", fromS(checkpoint));
        item.put("checkpointSubSequenceNumber", fromN(Long.toString(part)));
        item.put("leaseCounter", fromN("7"));
        item.put("leaseOwner", fromS("worker"));
        try (DynamoDbClient client = tables().dynamoDb()) {
            client.putItem(request -> request.tableName(leases).item(item));
        }
    }
}
