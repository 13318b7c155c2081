package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.millrace.clients.Deliveries.Delivered;
import io.millrace.read.KinesisRecordWritable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.BeforeClass;
import org.junit.Test;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.UserRecordResult;

/** The Kinesis Producer Library with aggregation: what it put, as the Kinesis Client Library and as our input format read it. */
public class ProducerLibraryTest {
    private static final int RECORDS = 1_000;
    /** Where the second of two shards begins. */
    private static final BigInteger MIDDLE = BigInteger.ONE.shiftLeft(127);

    private static TestStream stream;
    private static Map<String, Acknowledged> acknowledged;

    /** What the producer was told about a record, by the record's text. */
    private record Acknowledged(String partitionKey, String shard, String sequenceNumber) {}

    @BeforeClass
    public static void put() throws Exception {
        ProducerLibrary.obstacle().ifPresent(reason -> assumeTrue(reason, false));
        stream = new TestStream(2);
        KinesisProducer producer = ProducerLibrary.start();
        try {
            acknowledged = put(producer);
        } finally {
            producer.destroy();
        }
    }

    private static Map<String, Acknowledged> put(KinesisProducer producer) throws Exception {
        List<ListenableFuture<UserRecordResult>> puts = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            puts.add(producer.addUserRecord(
                    stream.name(), key(i), explicit(i), ByteBuffer.wrap(text(i).getBytes(StandardCharsets.UTF_8))));
            if (i == 0) {
                // Before the library knows the shards it sends records one by one.
                puts.get(0).get();
            }
        }
        producer.flushSync();
        Map<String, Acknowledged> all = new LinkedHashMap<>();
        for (int i = 0; i < RECORDS; i++) {
            UserRecordResult result = puts.get(i).get();
            all.put(text(i), new Acknowledged(key(i), result.getShardId(), result.getSequenceNumber()));
        }
        return all;
    }

    private static String text(int i) {
        return "grüße " + i;
    }

    private static String key(int i) {
        return "key-" + i % 37;
    }

    /** Every tenth record has one: by turns the lowest hash key of the upper shard, and one of the lower shard. */
    private static String explicit(int i) {
        return i % 10 == 5 ? MIDDLE.subtract(BigInteger.valueOf(i % 20 - 5)).toString() : null;
    }

    @Test
    public void recordsGoToTheShardOfTheirHashKey() throws Exception {
        for (int i = 0; i < RECORDS; i++) {
            BigInteger hash = explicit(i) != null
                    ? new BigInteger(explicit(i))
                    : new BigInteger(
                            1, MessageDigest.getInstance("MD5").digest(key(i).getBytes(StandardCharsets.UTF_8)));
            assertThat(acknowledged.get(text(i)).shard())
                    .as("%s, %s, %s", text(i), key(i), explicit(i))
                    .isEqualTo(hash.compareTo(MIDDLE) < 0 ? "shardId-000000000000" : "shardId-000000000001");
        }
    }

    @Test
    public void theClientLibraryDeliversWhatWasPut() throws Exception {
        LeaseTable leases = new LeaseTable("app-" + UUID.randomUUID());
        leases.create();
        Deliveries deliveries = new Deliveries();
        try (ClientLibrary reader = ClientLibrary.start(leases.name(), stream.name(), Retrieval.POLLING, deliveries)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> deliveries.count() >= RECORDS);
            assertThat(reader.stop()).isTrue();
        }
        Map<String, Acknowledged> delivered = new LinkedHashMap<>();
        deliveries.records().forEach((shard, records) -> {
            assertThat(records).anyMatch(Delivered::aggregated);
            records.forEach(each ->
                    delivered.put(each.text(), new Acknowledged(each.partitionKey(), shard, each.sequenceNumber())));
        });

        assertThat(deliveries.count()).isEqualTo(RECORDS);
        assertThat(delivered).isEqualTo(acknowledged);
    }

    @Test
    public void theInputFormatReadsWhatWasPut() throws Exception {
        Map<String, Acknowledged> read = new LinkedHashMap<>();
        Set<String> stored = new HashSet<>();
        List<Long> places = new ArrayList<>();
        for (KinesisRecordWritable each : InputFormatRun.readAll(stream.name())) {
            String text = new String(each.getPayload(), StandardCharsets.UTF_8);
            read.put(text, new Acknowledged(each.getPartitionKey(), each.getShardId(), each.getSequenceNumber()));
            stored.add(each.getSequenceNumber());
            places.add(each.getSubSequenceNumber());
        }

        assertThat(read).isEqualTo(acknowledged);
        assertThat(places).hasSize(RECORDS).contains(0L, 1L, 2L);
        assertThat(stored).as("stored records").hasSizeLessThan(RECORDS / 2);
    }
}
