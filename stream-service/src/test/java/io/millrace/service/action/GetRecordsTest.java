package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

public class GetRecordsTest {
    private static final String ZERO = "shardId-000000000000";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void pagesByLimitToTheTipAndOn() {
        for (int i = 0; i < 5; i++) {
            service.putText("s", "k", "r" + i);
        }

        GetRecordsResponse first = page(horizon(), 3);
        GetRecordsResponse second = page(first.nextShardIterator(), 3);
        GetRecordsResponse empty = page(second.nextShardIterator(), 3);
        service.putText("s", "k", "r5");

        assertThat(RunningService.texts(first)).containsExactly("r0", "r1", "r2");
        assertThat(RunningService.texts(second)).containsExactly("r3", "r4");
        assertThat(RunningService.texts(empty)).isEmpty();
        assertThat(service.textsAt(empty.nextShardIterator())).containsExactly("r5");
    }

    @Test
    public void tellsHowFarBehindTheTipThePageEnds() {
        service.putText("s", "k", "old");
        service.clock().advance(Duration.ofSeconds(10));
        service.putText("s", "k", "new");
        service.clock().advance(Duration.ofSeconds(5));

        assertThat(page(horizon(), 1).millisBehindLatest()).isEqualTo(5_000);
        assertThat(page(horizon(), 2).millisBehindLatest()).isZero();
    }

    @Test
    public void aPageHoldsAtMostTenThousandRecords() {
        List<PutRecordsRequestEntry> entries = IntStream.range(0, 500)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(SdkBytes.fromUtf8String("r"))
                        .build())
                .toList();
        for (int i = 0; i < 21; i++) {
            service.client().putRecords(p -> p.streamName("s").records(entries));
        }

        GetRecordsResponse first = service.page(horizon());
        assertThat(first.records()).hasSize(10_000);
        assertThat(service.page(first.nextShardIterator()).records()).hasSize(500);
    }

    @Test
    public void aPageHoldsAtMostTenMebibytes() {
        SdkBytes large = SdkBytes.fromByteArray(new byte[1_000_000]);
        for (int i = 0; i < 12; i++) {
            service.client().putRecord(p -> p.streamName("s").partitionKey("k").data(large));
        }

        GetRecordsResponse first = service.page(horizon());
        assertThat(first.records()).hasSize(10);
        assertThat(service.page(first.nextShardIterator()).records()).hasSize(2);
    }

    @Test
    public void theEndOfAClosedShardHasNoIteratorButTheChildren() {
        service.putText("s", "k", "a");
        service.putText("s", "k", "b");
        String open = page(horizon(), 1).nextShardIterator();
        service.client().splitShard(s -> s.streamName("s").shardToSplit(ZERO).newStartingHashKey("1000"));

        GetRecordsResponse middle = page(horizon(), 1);
        GetRecordsResponse last = page(open, 10);

        assertThat(middle.nextShardIterator()).isNotNull();
        assertThat(middle.childShards()).isEmpty();
        assertThat(RunningService.texts(last)).containsExactly("b");
        assertThat(last.nextShardIterator()).isNull();
        assertThat(last.millisBehindLatest()).isZero();
        assertThat(last.childShards())
                .extracting(ChildShard::shardId)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(last.childShards())
                .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(ZERO));
        assertThat(last.childShards().get(1).hashKeyRange().startingHashKey()).isEqualTo("1000");
    }

    @Test
    public void anIteratorExpiresAfterFiveMinutes() {
        String iterator = horizon();
        service.clock().advance(Duration.ofMinutes(5));
        service.page(iterator);

        service.clock().advance(Duration.ofMillis(1));

        assertThatThrownBy(() -> service.page(iterator))
                .isInstanceOf(ExpiredIteratorException.class)
                .hasMessageFindingMatch(
                        "Iterator expired\\. The iterator was created at time \\w{3} \\w{3} \\d{2}"
                                + " [\\d:]{8} UTC \\d{4} while right now it is \\w{3} \\w{3} \\d{2} [\\d:]{8} UTC \\d{4} which is")
                .hasMessageContaining("tolerated delay of 300000 milliseconds");
    }

    @Test
    public void aForgedIteratorIsRefused() {
        byte[] bytes = Base64.getDecoder().decode(horizon());
        bytes[20] ^= 1;

        for (String forged : List.of(Base64.getEncoder().encodeToString(bytes), "AAAA", "not base64")) {
            assertThatThrownBy(() -> service.page(forged))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("Invalid ShardIterator.");
        }
    }

    @Test
    public void anIteratorWorksAcrossARestart() throws Exception {
        service.putText("s", "k", "a");
        String iterator = horizon();

        service.restart();

        assertThat(service.textsAt(iterator)).containsExactly("a");
    }

    private String horizon() {
        return service.iterator("s", ZERO, ShardIteratorType.TRIM_HORIZON);
    }

    private GetRecordsResponse page(String iterator, int limit) {
        return service.client().getRecords(g -> g.shardIterator(iterator).limit(limit));
    }
}
