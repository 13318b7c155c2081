package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.local.StreamServiceProcess;
import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;

/** The service as a process of its own, killed again and again while it takes records and delivers them. */
public class DeliveryKillTest {
    private static final int LIVES = 2;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Random random = new Random();
    private final Set<String> acknowledged = new HashSet<>();
    private int sent;

    @Test
    public void eachAcknowledgedRecordIsInOneObjectAndNoRecordInTwo() throws Exception {
        BucketObjects lake = new BucketObjects(buckets().resolve("lake"));
        for (int life = 0; life < LIVES; life++) {
            try (StreamServiceProcess service = start();
                    KinesisClient client = client(service)) {
                if (life == 0) {
                    TestChannels.createStream(client, "s");
                    TestChannels.create(client, "s", "c", RecordFormatType.STRING, S3CompressionType.GZIP);
                }
                int before = lake.keys("c-").size();
                Thread killer = new Thread(() -> {
                    try {
                        // Not before something was delivered in this life.
                        await().atMost(Duration.ofMinutes(1))
                                .until(() -> lake.keys("c-").size() > before);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
                    } finally {
                        // Else records would be put for ever.
                        service.jvm().kill();
                    }
                });
                killer.start();
                while (put(client)) {
                    Thread.onSpinWait();
                }
                killer.join();
            }
        }
        try (StreamServiceProcess service = start()) {
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(lines(lake)).containsAll(acknowledged));
            assertThat(service.jvm().port()).isPositive();
        }
        List<String> lines = lines(lake);
        assertThat(lines).doesNotHaveDuplicates();
        for (String key : lake.keys("c-")) {
            String count = key.substring(key.lastIndexOf('-') + 1, key.indexOf(".txt.gz"));
            assertThat(lake.text(key).lines()).as(key).hasSize(Integer.parseInt(count));
        }
        assertThat(acknowledged).hasSizeGreaterThan(LIVES);
    }

    /** Whether the service answered. */
    private boolean put(KinesisClient client) {
        List<String> texts = IntStream.range(0, 20).mapToObj(i -> "r" + sent++).toList();
        List<PutRecordsRequestEntry> entries = texts.stream()
                .map(text -> PutRecordsRequestEntry.builder()
                        .partitionKey(text)
                        .data(SdkBytes.fromUtf8String(text))
                        .build())
                .toList();
        PutRecordsResponse answer;
        try {
            answer = client.putRecords(p -> p.streamName("s").records(entries));
        } catch (SdkException e) {
            return false;
        }
        for (int i = 0; i < texts.size(); i++) {
            if (answer.records().get(i).errorCode() == null) {
                acknowledged.add(texts.get(i));
            }
        }
        return true;
    }

    private static List<String> lines(BucketObjects lake) {
        return new ArrayList<>(lake.text("c-").lines().toList());
    }

    private Path buckets() {
        return folder.getRoot().toPath().resolve("buckets");
    }

    private StreamServiceProcess start() {
        Path root = folder.getRoot().toPath();
        return StreamServiceProcess.start(
                root.resolve("data"),
                root.resolve("service.log"),
                "--deliver-after",
                "200ms",
                "--buckets",
                buckets().toString());
    }

    private static KinesisClient client(StreamServiceProcess service) {
        return RunningService.impatientClient(service.endpoint());
    }
}
