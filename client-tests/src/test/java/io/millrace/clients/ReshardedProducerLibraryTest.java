package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.millrace.filter.HashKeys;
import io.millrace.read.KinesisRecordWritable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.BeforeClass;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.producer.Attempt;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.UserRecordResult;

/**
 * The Kinesis Producer Library aggregates for a shard that has been split meanwhile: the aggregates come to lie in one of
 * the children, and what does not belong there is put once more. Our input format hands it out once.
 */
public class ReshardedProducerLibraryTest {
    private static final int RECORDS = 2_000;

    private static TestStream stream;
    private static Map<String, UserRecordResult> results;

    @BeforeClass
    public static void put() throws Exception {
        ProducerLibrary.obstacle().ifPresent(reason -> assumeTrue(reason, false));
        stream = new TestStream(1);
        KinesisProducer producer = ProducerLibrary.start();
        try {
            // From then on the library knows the shards, and asks again only when it sees that it is wrong.
            put(producer, List.of("first"));
            stream.split("shardId-000000000000");
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                texts.add("record " + i);
            }
            results = put(producer, texts);
        } finally {
            producer.destroy();
        }
    }

    private static Map<String, UserRecordResult> put(KinesisProducer producer, List<String> texts) throws Exception {
        Map<String, ListenableFuture<UserRecordResult>> puts = new HashMap<>();
        for (String text : texts) {
            puts.put(
                    text,
                    producer.addUserRecord(
                            stream.name(), key(text), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        }
        producer.flushSync();
        Map<String, UserRecordResult> all = new TreeMap<>();
        for (Map.Entry<String, ListenableFuture<UserRecordResult>> each : puts.entrySet()) {
            all.put(each.getKey(), each.getValue().get());
        }
        return all;
    }

    private static String key(String text) {
        return "key of " + text;
    }

    @Test
    public void whatTheLibraryPutAgainIsReadWhereItBelongsOnly() throws Exception {
        Map<String, HashKeys> shards = new HashMap<>();
        for (Shard shard : stream.shards()) {
            shards.put(
                    shard.shardId(),
                    new HashKeys(
                            new BigInteger(shard.hashKeyRange().startingHashKey()),
                            new BigInteger(shard.hashKeyRange().endingHashKey())));
        }
        assertThat(results.values()).allMatch(UserRecordResult::isSuccessful);
        assertThat(results.values())
                .as("puts of which the library found that they went to another shard")
                .anyMatch(result -> result.getAttempts().size() > 1);

        Map<String, List<String>> read = new TreeMap<>();
        for (KinesisRecordWritable record : InputFormatRun.readAll(stream.name())) {
            String text = new String(record.getPayload(), StandardCharsets.UTF_8);
            assertThat(record.getPartitionKey()).isEqualTo(key(text));
            assertThat(shards.get(record.getShardId()).contain(HashKeys.hash(key(text))))
                    .as("%s in %s", text, record.getShardId())
                    .isTrue();
            read.computeIfAbsent(text, any -> new ArrayList<>())
                    .add(record.getShardId() + " " + record.getSequenceNumber());
        }

        read.remove("first");
        assertThat(read.keySet()).isEqualTo(results.keySet());
        results.forEach((text, result) -> {
            List<Attempt> attempts = result.getAttempts();
            assertThat(read.get(text))
                    .as("%s, put %s times", text, attempts.size())
                    .contains(result.getShardId() + " " + result.getSequenceNumber())
                    .hasSizeLessThanOrEqualTo(attempts.size());
        });
    }
}
