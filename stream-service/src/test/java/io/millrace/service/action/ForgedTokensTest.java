package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Iterators and paging tokens that the service did not give out, or not for this: each is refused with the API's own
 * error.
 */
public class ForgedTokensTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";
    private static final String ZERO = "shardId-000000000000";
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    @Rule
    public final RunningService service = new RunningService();

    @Rule
    public final RunningService foreign = new RunningService();

    private KinesisClient client;
    private String iterator;
    private String streams;
    private String shards;
    private String consumers;

    @Before
    public void create() {
        for (RunningService each : List.of(service, foreign)) {
            for (String stream : List.of("s", "t")) {
                each.client().createStream(c -> c.streamName(stream).shardCount(2));
                for (String consumer : List.of("c", "d")) {
                    each.client().registerStreamConsumer(r -> r.streamARN(ARN + stream)
                            .consumerName(consumer));
                }
            }
        }
        client = service.impatientClient();
        iterator = service.iterator("s", ZERO, ShardIteratorType.TRIM_HORIZON);
        streams = streams(service);
        shards = shards(service);
        consumers = consumers(service, "s");
    }

    @After
    public void close() {
        client.close();
    }

    @Test
    public void theTokensThemselvesAreTaken() {
        assertThat(service.textsAt(iterator)).isEmpty();
        assertThat(client.listStreams(l -> l.nextToken(streams)).streamNames()).containsExactly("t");
        assertThat(client.listShards(l -> l.nextToken(shards)).shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000001");
        assertThat(client.listStreamConsumers(l -> l.streamARN(ARN + "s").nextToken(consumers))
                        .consumers())
                .extracting(each -> each.consumerName())
                .containsExactly("d");
    }

    @Test
    public void aChangedCharacterAnywhereIsNoticed() {
        altered(iterator).forEach(this::assertNoIterator);
        altered(streams).forEach(this::assertNoTokenOfStreams);
        altered(shards).forEach(this::assertNoTokenOfShards);
        altered(consumers).forEach(forged -> assertNoTokenOfConsumers("s", forged));
    }

    @Test
    public void anotherServicesTokensAreRefused() {
        assertNoIterator(foreign.iterator("s", ZERO, ShardIteratorType.TRIM_HORIZON));
        assertNoTokenOfStreams(streams(foreign));
        assertNoTokenOfShards(shards(foreign));
        assertNoTokenOfConsumers("s", consumers(foreign, "s"));
    }

    @Test
    public void tokensOfAnotherOperationAreRefused() {
        for (String token : List.of(streams, shards, consumers)) {
            assertNoIterator(token);
        }
        for (String token : List.of(iterator, shards, consumers)) {
            assertNoTokenOfStreams(token);
        }
        for (String token : List.of(iterator, streams, consumers)) {
            assertNoTokenOfShards(token);
        }
        for (String token : List.of(iterator, streams, shards)) {
            assertNoTokenOfConsumers("s", token);
        }
    }

    @Test
    public void tokensOfAnotherStreamOrRegionAreRefused() {
        assertNoTokenOfConsumers("t", consumers);
        assertRefused(
                InvalidArgumentException.class,
                "The ShardIterator does not belong to StreamARN " + ARN + "t.",
                () -> client.getRecords(g -> g.shardIterator(iterator).streamARN(ARN + "t")));
        try (KinesisClient elsewhere = service.client(Region.EU_WEST_3)) {
            assertRefused(
                    InvalidArgumentException.class,
                    "NextToken is not valid.",
                    () -> elsewhere.listStreams(l -> l.nextToken(streams)));
            assertRefused(
                    ResourceNotFoundException.class,
                    "The stream that NextToken belongs to is gone.",
                    () -> elsewhere.listShards(l -> l.nextToken(shards)));
            assertRefused(
                    ResourceNotFoundException.class,
                    "The stream of the ShardIterator does not exist.",
                    () -> elsewhere.getRecords(g -> g.shardIterator(iterator)));
        }
    }

    @Test
    public void tokensOfAStreamThatWasDeletedAreNotThoseOfItsSuccessor() {
        client.deleteStream(d -> d.streamName("s").enforceConsumerDeletion(true));
        client.createStream(c -> c.streamName("s").shardCount(2));

        assertRefused(
                ResourceNotFoundException.class,
                "The stream of the ShardIterator does not exist.",
                () -> client.getRecords(g -> g.shardIterator(iterator)));
        assertRefused(
                ResourceNotFoundException.class,
                "The stream that NextToken belongs to is gone.",
                () -> client.listShards(l -> l.nextToken(shards)));
        assertNoTokenOfConsumers("s", consumers);
    }

    @Test
    public void tokensAreRefusedOnceTheirTimeIsUp() {
        service.clock().advance(LIFETIME.plusMillis(1));

        assertRefused(
                ExpiredIteratorException.class,
                "Iterator expired.",
                () -> client.getRecords(g -> g.shardIterator(iterator)));
        String expired = "NextToken has expired";
        assertRefused(ExpiredNextTokenException.class, expired, () -> client.listStreams(l -> l.nextToken(streams)));
        assertRefused(ExpiredNextTokenException.class, expired, () -> client.listShards(l -> l.nextToken(shards)));
        assertRefused(
                ExpiredNextTokenException.class,
                expired,
                () -> client.listStreamConsumers(l -> l.streamARN(ARN + "s").nextToken(consumers)));
    }

    @Test
    public void theArnOfAConsumerThatWasReplacedNamesNobody() {
        String arn = client.describeStreamConsumer(d -> d.streamARN(ARN + "s").consumerName("c"))
                .consumerDescription()
                .consumerARN();
        String later = arn.substring(0, arn.lastIndexOf(':') + 1)
                + (Long.parseLong(arn.substring(arn.lastIndexOf(':') + 1)) + 1);

        for (String forged : List.of(later, arn.replace("stream/s", "stream/u"), arn.replace("/c:", "/e:"))) {
            assertRefused(
                    ResourceNotFoundException.class,
                    "",
                    () -> client.describeStreamConsumer(d -> d.consumerARN(forged)));
            assertRefused(
                    ResourceNotFoundException.class,
                    "",
                    () -> client.deregisterStreamConsumer(d -> d.consumerARN(forged)));
        }
        assertThat(client.describeStreamConsumer(d -> d.consumerARN(arn))
                        .consumerDescription()
                        .consumerName())
                .isEqualTo("c");
    }

    /** The token with one character changed by one bit, here and there and at its end, and with more or fewer of them. */
    private static List<String> altered(String token) {
        List<String> altered = new ArrayList<>();
        for (int i = token.length() - 1; i >= 0; i -= 5) {
            char other = (char) (token.charAt(i) ^ 1);
            altered.add(token.substring(0, i) + other + token.substring(i + 1));
        }
        altered.add(token.substring(1));
        altered.add(token.substring(0, token.length() - 4));
        altered.add(token + "AAAA");
        altered.add("AAAA");
        return altered;
    }

    private static String streams(RunningService of) {
        return of.client().listStreams(l -> l.limit(1)).nextToken();
    }

    private static String shards(RunningService of) {
        return of.client().listShards(l -> l.streamName("s").maxResults(1)).nextToken();
    }

    private static String consumers(RunningService of, String stream) {
        return of.client()
                .listStreamConsumers(l -> l.streamARN(ARN + stream).maxResults(1))
                .nextToken();
    }

    private void assertNoIterator(String token) {
        assertRefused(
                InvalidArgumentException.class,
                "Invalid ShardIterator.",
                () -> client.getRecords(g -> g.shardIterator(token)));
    }

    private void assertNoTokenOfStreams(String token) {
        assertNoToken(() -> client.listStreams(l -> l.nextToken(token)));
    }

    private void assertNoTokenOfShards(String token) {
        assertNoToken(() -> client.listShards(l -> l.nextToken(token)));
    }

    private void assertNoTokenOfConsumers(String stream, String token) {
        assertNoToken(
                () -> client.listStreamConsumers(l -> l.streamARN(ARN + stream).nextToken(token)));
    }

    private static void assertNoToken(Runnable request) {
        assertRefused(InvalidArgumentException.class, "NextToken is not valid.", request);
    }

    private static void assertRefused(Class<? extends KinesisException> type, String message, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOf(type)
                .hasMessageContaining(message)
                .extracting(e -> ((SdkServiceException) e).statusCode())
                .isEqualTo(400);
    }
}
