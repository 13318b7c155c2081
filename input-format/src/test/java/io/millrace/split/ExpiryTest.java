package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.ReadCounter;
import io.millrace.config.KinesisOptions;
import io.millrace.local.StreamServiceProcess;
import io.millrace.read.ReadCounts;
import io.millrace.read.RecordsLostException;
import io.millrace.testing.LocalServices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Records of a planned range that expire before they are read, on a service that keeps them for a moment only. */
public class ExpiryTest {
    private static final String STREAM = "short-lived";
    private static final String SHARD = "shardId-000000000000";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @Test
    public void expiredRecordsFailTheReadUnlessTheUserSaysOtherwise() throws Exception {
        Path folder = temp.getRoot().toPath();
        try (StreamServiceProcess service = StreamServiceProcess.start(
                        folder.resolve("data"), folder.resolve("service.log"), "--trim-after", "4s");
                KinesisClient kinesis = LocalServices.client(service.endpoint())) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(1));
            kinesis.waiter().waitUntilStreamExists(request -> request.streamName(STREAM));
            String first = put(kinesis, "expires");
            put(kinesis, "expires too");
            Job job = Job.iterationsOf(STREAM).set(KinesisOptions.ENDPOINT_URL, service.endpoint());
            PlannedRead plan = job.plan();
            Awaitility.await().until(() -> isEmpty(kinesis));
            put(kinesis, "of the next iteration");

            assertThatThrownBy(() -> job.read(plan, new ReadCounts()))
                    .isInstanceOf(RecordsLostException.class)
                    .hasMessageContaining(SHARD)
                    .hasMessageContaining(first)
                    .hasMessageContaining("set kinesis.data.loss to warn or skip");

            ReadCounts counts = new ReadCounts();
            assertThat(job.copy().set(KinesisOptions.DATA_LOSS, "skip").read(plan, counts))
                    .isEmpty();
            assertThat(counts.of(ReadCounter.LOSSES)).isEqualTo(1);
            assertThat(job.copy().iteration(1).read())
                    .extracting(record -> new String(record.payload().bytes(), StandardCharsets.UTF_8))
                    .containsExactly("of the next iteration");
        }
    }

    private static String put(KinesisClient kinesis, String text) {
        return kinesis.putRecord(
                        request -> request.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String(text)))
                .sequenceNumber();
    }

    private static boolean isEmpty(KinesisClient kinesis) {
        String iterator = kinesis.getShardIterator(request ->
                        request.streamName(STREAM).shardId(SHARD).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        return kinesis.getRecords(request -> request.shardIterator(iterator))
                .records()
                .isEmpty();
    }
}
