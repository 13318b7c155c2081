package io.millrace.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.local.StreamServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The service as a process of its own: stopped, started again, started twice. */
public class ServiceProcessTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatAStoppedOneLeftIsThereAgain() {
        try (StreamServiceProcess service = start();
                KinesisClient client = client(service)) {
            client.createStream(c -> c.streamName("s").shardCount(1));
            client.putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("kept")));
        }
        try (StreamServiceProcess service = start();
                KinesisClient client = client(service)) {
            Shard only = client.listShards(l -> l.streamName("s")).shards().get(0);
            assertThat(readAll(client, only))
                    .extracting(each -> each.data().asUtf8String())
                    .containsExactly("kept");
        }
    }

    @Test
    public void aSecondProcessOnTheFolderIsRefused() {
        StreamServiceProcess first = start();
        try {
            Path log = folder.getRoot().toPath().resolve("second.log");
            assertThatThrownBy(() -> StreamServiceProcess.start(data(), log))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("exit code 1")
                    .hasMessageContaining("cannot start: data folder " + data() + " is in use by process "
                            + first.jvm().pid());
        } finally {
            first.close();
        }
    }

    @Test
    public void aWrongOptionEndsItWithExitCode2() {
        Path log = folder.getRoot().toPath().resolve("wrong.log");

        assertThatThrownBy(() -> StreamServiceProcess.start(data(), log, "--account", "12"))
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("--account '12' is not an account id; allowed are 12 digits");
        assertThatThrownBy(() -> StreamServiceProcess.start(data(), log, "--port", "70000"))
                .hasMessageContaining("--port 70000 is not a port; allowed are 0 to 65535");
        assertThatThrownBy(() -> StreamServiceProcess.start(data(), log, "--deliver-after", "0s"))
                .hasMessageContaining("--deliver-after 0 would write an object for each record; name a longer time");
        assertThatThrownBy(() -> StreamServiceProcess.start(data(), log, "--prot", "1"))
                .hasMessageContaining("--prot");
        assertThatThrownBy(() -> StreamServiceProcess.start(data(), log, "--host", "0.0.0.0"))
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("--host 0.0.0.0 is reached from other machines and no signature is checked");
    }

    @Test
    public void aPortThatIsTakenIsNamed() {
        try (StreamServiceProcess first = start()) {
            String port = Integer.toString(first.jvm().port());
            Path log = folder.getRoot().toPath().resolve("taken.log");
            Path other = folder.getRoot().toPath().resolve("other");

            assertThatThrownBy(() -> StreamServiceProcess.start(other, log, "--port", port))
                    .hasMessageContaining("exit code 1")
                    .hasMessageContaining(
                            "cannot start: cannot listen on 127.0.0.1:" + port + ": Address already in use");
        }
    }

    @Test
    public void keysOfAFileEncryptStreamsAndAreNeededToReadThem() throws Exception {
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        Path keys = folder.getRoot().toPath().resolve("keys.yaml");
        Files.writeString(
                keys,
                "keys:\n  - {id: one, aliases: [alias/orders], key: \""
                        + Base64.getEncoder().encodeToString(bits) + "\"}\n");
        String[] options = {"--encryption-keys", keys.toString()};
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log(), options);
                KinesisClient client = client(service)) {
            client.createStream(c -> c.streamName("s").shardCount(1));
            client.startStreamEncryption(
                    e -> e.streamName("s").encryptionType(EncryptionType.KMS).keyId("alias/orders"));
            client.putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("secret")));
        }
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log());
                KinesisClient client = client(service)) {
            Shard only = client.listShards(l -> l.streamName("s")).shards().get(0);
            assertThatThrownBy(() -> readAll(client, only)).isInstanceOf(KmsNotFoundException.class);
        }
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log(), options);
                KinesisClient client = client(service)) {
            Shard only = client.listShards(l -> l.streamName("s")).shards().get(0);
            assertThat(readAll(client, only))
                    .extracting(each -> each.data().asUtf8String())
                    .containsExactly("secret");
        }
        Files.writeString(keys, "keys: []");
        assertThatThrownBy(() -> StreamServiceProcess.start(data(), log(), options))
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("cannot start: encryption key file " + keys + " is wrong");
    }

    @Test
    public void aDashWritesTheAccessLogToStandardOutput() {
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log(), "--access-log", "-");
                KinesisClient client = client(service)) {
            client.listStreams();
            await().untilAsserted(() ->
                    assertThat(Files.readString(log())).contains("\"operation\":\"ListStreams\",\"status\":200"));
        }
    }

    @Test
    public void trimAfterKeepsRecordsNoLonger() {
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log(), "--trim-after", "1s");
                KinesisClient client = client(service)) {
            client.createStream(c -> c.streamName("s").shardCount(1));
            client.putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("short")));
            Shard only = client.listShards(l -> l.streamName("s")).shards().get(0);

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> readAll(client, only).isEmpty());
        }
    }

    @Test
    public void recordsOfAServiceWhoseClockGoesBehindAreOldForALaterRun() {
        Shard only;
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log(), "--clock-behind", "25h");
                KinesisClient client = client(service)) {
            client.createStream(c -> c.streamName("s").shardCount(1));
            client.putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("a day old")));
            only = client.listShards(l -> l.streamName("s")).shards().get(0);
            assertThat(readAll(client, only)).hasSize(1);
        }
        try (StreamServiceProcess service = start();
                KinesisClient client = client(service)) {
            assertThat(readAll(client, only)).isEmpty();
        }
    }

    private static List<Record> readAll(KinesisClient client, Shard shard) {
        List<Record> records = new ArrayList<>();
        String iterator = client.getShardIterator(g ->
                        g.streamName("s").shardId(shard.shardId()).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (iterator != null) {
            String here = iterator;
            GetRecordsResponse page = client.getRecords(g -> g.shardIterator(here));
            records.addAll(page.records());
            iterator = page.records().isEmpty() ? null : page.nextShardIterator();
        }
        return records;
    }

    private Path data() {
        return folder.getRoot().toPath().resolve("data");
    }

    private Path log() {
        return folder.getRoot().toPath().resolve("service.log");
    }

    private StreamServiceProcess start() {
        return StreamServiceProcess.start(data(), log());
    }

    private static KinesisClient client(StreamServiceProcess service) {
        return RunningService.impatientClient(service.endpoint());
    }
}
