package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.RecordDistributionStrategy;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

public class UpdateStreamRecordDistributionStrategyTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";
    private static final int RECORDS = 400;

    @Rule
    public final RunningService service =
            new RunningService(StartStreamEncryptionTest.settings(Duration.ZERO, StartStreamEncryptionTest.ONE));

    @Before
    public void create() {
        service.client()
                .createStream(c -> c.streamName("s").streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
        service.client().createStream(c -> c.streamName("provisioned").shardCount(2));
    }

    @Test
    public void onlyStreamsOnDemandHaveAStrategy() {
        assertThat(summary("s").recordDistributionStrategy()).isEqualTo(RecordDistributionStrategy.USER_PARTITION_KEY);
        assertThat(summary("provisioned").recordDistributionStrategy()).isNull();

        assertThatThrownBy(() -> update("provisioned", RecordDistributionStrategy.AUTO))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(
                        "RecordDistributionStrategy AUTO is only supported for streams in ON_DEMAND mode.");
        assertThatThrownBy(() -> service.client().createStream(c -> c.streamName("other")
                        .shardCount(1)
                        .recordDistributionStrategy(RecordDistributionStrategy.AUTO)))
                .isInstanceOf(InvalidArgumentException.class);
        update("s", RecordDistributionStrategy.AUTO);
        assertThatThrownBy(() -> service.client().updateStreamMode(u -> u.streamARN(ARN + "s")
                        .streamModeDetails(m -> m.streamMode(StreamMode.PROVISIONED))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Change it to USER_PARTITION_KEY first.");
        assertThat(summary("s").streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    }

    @Test
    public void recordsWithoutAKeyAreSpreadOverTheShards() throws IOException {
        update("s", RecordDistributionStrategy.AUTO);

        assertThat(shardsOf(put(null)))
                .hasSize(4)
                .allSatisfy((shard, count) -> assertThat(count).as(shard).isBetween(RECORDS / 8, RECORDS / 2));
        service.client().putRecord(p -> p.streamName("s").data(SdkBytes.fromUtf8String("single")));
        service.restart();

        assertThat(summary("s").recordDistributionStrategy()).isEqualTo(RecordDistributionStrategy.AUTO);
        assertThat(records())
                .hasSize(RECORDS + 1)
                .extracting(Record::partitionKey)
                .containsOnlyNulls();
        put(null);
    }

    @Test
    public void aKeyIsKeptAndDecidesNothing() {
        update("s", RecordDistributionStrategy.AUTO);

        assertThat(shardsOf(put("k"))).hasSize(4);
        for (int i = 0; i < 40; i++) {
            service.client().putRecord(p -> p.streamName("s")
                    .partitionKey("k")
                    .explicitHashKey("0")
                    .data(SdkBytes.fromUtf8String("explicit")));
        }

        assertThat(records()).extracting(Record::partitionKey).containsOnly("k");
        assertThat(service.shards("s").stream()
                        .filter(shard -> service.textsOf("s", shard.shardId()).contains("explicit")))
                .hasSizeGreaterThan(1);
    }

    @Test
    public void oneRecordsNumberDoesNotHinderTheNext() {
        update("s", RecordDistributionStrategy.AUTO);
        String number = null;
        for (int i = 0; i < 20; i++) {
            String before = number;
            number = service.client()
                    .putRecord(p ->
                            p.streamName("s").sequenceNumberForOrdering(before).data(SdkBytes.fromUtf8String("x")))
                    .sequenceNumber();
        }
        assertThat(records()).hasSize(20);
    }

    @Test
    public void encryptedRecordsMayHaveNoKeyEither() throws IOException {
        update("s", RecordDistributionStrategy.AUTO);
        service.client().startStreamEncryption(e -> e.streamARN(ARN + "s")
                .encryptionType(EncryptionType.KMS)
                .keyId("alias/one"));
        put(null);
        put("k");
        service.restart(StartStreamEncryptionTest.settings(Duration.ZERO, StartStreamEncryptionTest.ONE));

        List<Record> records = records();
        assertThat(records)
                .hasSize(2 * RECORDS)
                .extracting(Record::encryptionType)
                .containsOnly(EncryptionType.KMS);
        assertThat(records.stream().filter(record -> record.partitionKey() == null))
                .hasSize(RECORDS);
        assertThat(records.stream().filter(record -> "k".equals(record.partitionKey())))
                .hasSize(RECORDS);
    }

    @Test
    public void keysDecideAgainAfterwards() {
        service.client().createStream(c -> c.streamName("auto")
                .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND))
                .recordDistributionStrategy(RecordDistributionStrategy.AUTO));
        service.client().putRecord(p -> p.streamName("auto").data(SdkBytes.fromUtf8String("x")));

        update("auto", RecordDistributionStrategy.USER_PARTITION_KEY);
        assertThatThrownBy(() ->
                        service.client().putRecord(p -> p.streamName("auto").data(SdkBytes.fromUtf8String("x"))))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("1 validation error detected: Value null at 'partitionKey' failed to satisfy"
                        + " constraint: Member must not be null");
        assertThatThrownBy(() -> put(null))
                .hasMessageContaining("Value null at 'records.1.member.partitionKey' failed to satisfy constraint");
        assertThat(shardsOf(put("k"))).hasSize(1);
    }

    private void update(String stream, RecordDistributionStrategy strategy) {
        service.client().updateStreamRecordDistributionStrategy(u -> u.streamARN(ARN + stream)
                .recordDistributionStrategy(strategy));
    }

    private StreamDescriptionSummary summary(String stream) {
        return service.client().describeStreamSummary(d -> d.streamName(stream)).streamDescriptionSummary();
    }

    private List<PutRecordsResultEntry> put(String partitionKey) {
        List<PutRecordsRequestEntry> entries = Stream.generate(() -> PutRecordsRequestEntry.builder()
                        .partitionKey(partitionKey)
                        .data(SdkBytes.fromUtf8String("x"))
                        .build())
                .limit(RECORDS)
                .toList();
        return service.client()
                .putRecords(p -> p.streamName("s").records(entries))
                .records();
    }

    private static Map<String, Integer> shardsOf(List<PutRecordsResultEntry> put) {
        Map<String, Integer> counts = new HashMap<>();
        put.forEach(entry -> counts.merge(entry.shardId(), 1, Integer::sum));
        return counts;
    }

    private List<Record> records() {
        List<Record> records = new ArrayList<>();
        for (Shard shard : service.shards("s")) {
            records.addAll(service.page(service.iterator("s", shard.shardId(), ShardIteratorType.TRIM_HORIZON))
                    .records());
        }
        return records;
    }
}
