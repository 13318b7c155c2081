package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.service.RunningService;
import io.millrace.service.encryption.MasterKey;
import io.millrace.service.encryption.MasterKeys;
import io.millrace.service.encryption.TestKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Test;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** SubscribeToShard of streams that are encrypted, and of streams of another account. */
public class SubscribeToShardAccessTest {
    private static final String ZERO = "shardId-000000000000";

    private final List<Record> records = new CopyOnWriteArrayList<>();

    @Test
    public void encryptedRecordsComeDecrypted() throws Throwable {
        RunningService service = new RunningService(settings(TestKeys.key("one", 1)));
        with(service, () -> {
            String consumer = consumerOfEncryptedStream(service);
            try (KinesisAsyncClient client = async(service, "AKIDTEST")) {
                CompletableFuture<Void> done = subscribe(client, consumer);
                await().untilAsserted(() -> assertThat(texts()).containsExactly("before", "secret"));
                service.putText("s", "k", "later");
                await().untilAsserted(() -> assertThat(texts()).containsExactly("before", "secret", "later"));
                done.cancel(true);
            }
            assertThat(records)
                    .extracting(Record::encryptionType)
                    .containsExactly(null, EncryptionType.KMS, EncryptionType.KMS);
            assertThat(records).extracting(Record::partitionKey).containsOnly("k");
        });
    }

    @Test
    public void aMissingKeyEndsTheSubscriptionBehindWhatCanBeRead() throws Throwable {
        RunningService service = new RunningService(settings(TestKeys.key("one", 1)));
        with(service, () -> {
            String consumer = consumerOfEncryptedStream(service);
            service.restart(settings());
            try (KinesisAsyncClient client = async(service, "AKIDTEST")) {
                assertThatThrownBy(() -> subscribe(client, consumer).join())
                        .hasCauseInstanceOf(KmsNotFoundException.class);
            }
            assertThat(texts()).containsExactly("before");
            await().untilAsserted(() ->
                    assertThat(service.metric("millrace_subscriptions")).isZero());
        });
    }

    @Test
    public void anotherAccountSubscribesAsFarAsTheConsumersPolicyAllows() throws Throwable {
        RunningService service = TwoAccounts.service();
        with(service, () -> {
            service.client().createStream(c -> c.streamName("s").shardCount(1));
            service.putText("s", "k", "shared");
            String consumer = register(service, TwoAccounts.STREAM);
            try (KinesisAsyncClient guest = async(service, "AKIDGUEST");
                    KinesisAsyncClient other = async(service, "AKIDOTHER")) {
                denied(guest, consumer);
                // That of the stream is for other operations.
                service.client().putResourcePolicy(p -> p.resourceARN(TwoAccounts.STREAM)
                        .policy(TwoAccounts.policy("Allow", TwoAccounts.GUEST, "\"kinesis:*\"", TwoAccounts.STREAM)));
                denied(guest, consumer);
                service.client().putResourcePolicy(p -> p.resourceARN(consumer)
                        .policy(TwoAccounts.policy(
                                "Allow",
                                "arn:aws:iam::" + TwoAccounts.GUEST + ":user/guest",
                                "\"kinesis:SubscribeToShard\"",
                                consumer)));
                denied(other, consumer);
                CompletableFuture<Void> done = subscribe(guest, consumer);
                await().untilAsserted(() -> assertThat(texts()).containsExactly("shared"));
                done.cancel(true);
            }
        });
    }

    private void denied(KinesisAsyncClient client, String consumer) {
        assertThatThrownBy(() -> subscribe(client, consumer).join())
                .hasCauseInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("kinesis:SubscribeToShard");
        assertThat(records).isEmpty();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void with(RunningService service, Step step) throws Throwable {
        service.apply(
                        new Statement() {
                            @Override
                            public void evaluate() throws Throwable {
                                step.run();
                            }
                        },
                        Description.EMPTY)
                .evaluate();
    }

    private static Settings settings(MasterKey... keys) {
        return new Settings(
                "000000000000",
                Duration.ZERO,
                OptionalInt.empty(),
                Optional.empty(),
                keys.length == 0 ? MasterKeys.NONE : TestKeys.file(keys));
    }

    /** A consumer of a stream "s" with a record "before" the encryption began, and one that is "secret". */
    private static String consumerOfEncryptedStream(RunningService service) {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.putText("s", "k", "before");
        service.client()
                .startStreamEncryption(e ->
                        e.streamName("s").encryptionType(EncryptionType.KMS).keyId("one"));
        service.putText("s", "k", "secret");
        return register(service, "arn:aws:kinesis:us-east-1:000000000000:stream/s");
    }

    private static String register(RunningService service, String stream) {
        return service.client()
                .registerStreamConsumer(r -> r.streamARN(stream).consumerName("reader"))
                .consumer()
                .consumerARN();
    }

    private static KinesisAsyncClient async(RunningService service, String accessKey) {
        return KinesisAsyncClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2))
                .build();
    }

    private CompletableFuture<Void> subscribe(KinesisAsyncClient client, String consumer) {
        return client.subscribeToShard(
                request -> request.consumerARN(consumer)
                        .shardId(ZERO)
                        .startingPosition(at -> at.type(ShardIteratorType.TRIM_HORIZON)),
                SubscribeToShardResponseHandler.builder()
                        .subscriber(SubscribeToShardResponseHandler.Visitor.builder()
                                .onSubscribeToShardEvent(this::keep)
                                .build())
                        .build());
    }

    private void keep(SubscribeToShardEvent event) {
        records.addAll(event.records());
    }

    private List<String> texts() {
        return records.stream().map(each -> each.data().asUtf8String()).toList();
    }
}
