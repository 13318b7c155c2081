package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.service.RunningService;
import io.millrace.service.ServiceOptions;
import io.millrace.service.growth.GrowthSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.RecordDistributionStrategy;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** Streams on demand of a service whose window is one second of its clock, driven with the SDK. */
public class OnDemandTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    @Rule
    public final RunningService service = new RunningService(new ServiceOptions(
            RunningService.PLAIN,
            false,
            new GrowthSettings(Duration.ofSeconds(1), OptionalInt.empty(), Duration.ZERO)));

    private final AtomicInteger put = new AtomicInteger();
    private UnaryOperator<String> keys = text -> text;

    @Test
    public void aHotStreamGrowsAndAReaderFollowsItsShards() {
        create(StreamMode.ON_DEMAND);
        assertThat(service.shards("s")).hasSize(4);
        growBeyond(4);

        List<Shard> shards = service.shards("s");
        List<Shard> closed = shards.stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null)
                .toList();
        assertThat(closed).isNotEmpty();
        assertThat(closed).allSatisfy(parent -> {
            List<String> children = shards.stream()
                    .filter(shard -> parent.shardId().equals(shard.parentShardId()))
                    .map(Shard::shardId)
                    .toList();
            assertThat(children).hasSize(2);
            assertThat(childrenAtTheEndOf(parent)).isEqualTo(children);
        });
        List<String> texts = new ArrayList<>();
        shards.forEach(shard -> texts.addAll(service.textsOf("s", shard.shardId())));
        assertThat(texts).hasSize(put.get()).doesNotHaveDuplicates();
    }

    @Test
    public void aStreamGrowsOnceItIsOnDemandAndNoMoreWhenItIsProvisionedAgain() {
        create(StreamMode.PROVISIONED);
        putFor(Duration.ofSeconds(3));
        assertThat(service.shards("s")).hasSize(4);

        mode(StreamMode.ON_DEMAND);
        growBeyond(4);

        mode(StreamMode.PROVISIONED);
        int shards = service.shards("s").size();
        putFor(Duration.ofSeconds(3));
        assertThat(service.shards("s")).hasSize(shards);
        assertThat(service.client()
                        .describeStreamSummary(d -> d.streamName("s"))
                        .streamDescriptionSummary()
                        .streamModeDetails()
                        .streamMode())
                .isEqualTo(StreamMode.PROVISIONED);
    }

    @Test
    public void oneKeyIsNoHindranceWhereItDecidesNothing() {
        create(StreamMode.ON_DEMAND);
        service.client().updateStreamRecordDistributionStrategy(u -> u.streamARN(ARN)
                .recordDistributionStrategy(RecordDistributionStrategy.AUTO));
        keys = text -> "k";
        growBeyond(4);

        List<String> texts = new ArrayList<>();
        service.shards("s").forEach(shard -> texts.addAll(service.textsOf("s", shard.shardId())));
        assertThat(texts).hasSize(put.get()).doesNotHaveDuplicates();
    }

    private void create(StreamMode mode) {
        service.client().createStream(c -> {
            c.streamName("s").streamModeDetails(m -> m.streamMode(mode));
            if (mode == StreamMode.PROVISIONED) {
                c.shardCount(4);
            }
        });
    }

    private void mode(StreamMode mode) {
        service.client().updateStreamMode(u -> u.streamARN(ARN).streamModeDetails(m -> m.streamMode(mode)));
    }

    /** Two thousand five hundred records to each of four shards in a second of the service's clock. */
    private void growBeyond(int shards) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            putFor(Duration.ofMillis(50));
            return service.shards("s").size() > shards;
        });
    }

    private void putFor(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMillis(50)) {
            List<PutRecordsRequestEntry> entries = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String text = "record " + put.getAndIncrement();
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey(keys.apply(text))
                        .data(SdkBytes.fromUtf8String(text))
                        .build());
            }
            assertThat(service.client()
                            .putRecords(p -> p.streamName("s").records(entries))
                            .failedRecordCount())
                    .isZero();
            service.clock().advance(Duration.ofMillis(50));
        }
    }

    private List<String> childrenAtTheEndOf(Shard shard) {
        String iterator = service.iterator("s", shard.shardId(), ShardIteratorType.TRIM_HORIZON);
        GetRecordsResponse page = service.page(iterator);
        while (page.nextShardIterator() != null) {
            page = service.page(page.nextShardIterator());
        }
        return page.childShards().stream().map(child -> child.shardId()).toList();
    }
}
