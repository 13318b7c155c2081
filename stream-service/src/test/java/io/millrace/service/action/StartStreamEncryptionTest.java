package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.encryption.MasterKey;
import io.millrace.service.encryption.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsDisabledException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

public class StartStreamEncryptionTest {
    static final MasterKey ONE = TestKeys.key("one", 1, "alias/one");
    static final MasterKey TWO = TestKeys.key("two", 2);
    private static final String SHARD = "shardId-000000000000";

    @Rule
    public final RunningService service = new RunningService(settings(Duration.ZERO, ONE, TWO));

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
    }

    @Test
    public void theStreamAndTheRecordsTellOfIt() {
        service.putText("s", "k", "before");
        start("alias/one");

        assertThat(summaryType()).isEqualTo("KMS alias/one");
        assertThat(service.client()
                        .describeStream(d -> d.streamName("s"))
                        .streamDescription()
                        .keyId())
                .isEqualTo("alias/one");
        assertThat(put("after").encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(service.client()
                        .putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("last")))
                        .encryptionType())
                .isEqualTo(EncryptionType.KMS);

        GetRecordsResponse page = page();
        assertThat(RunningService.texts(page)).containsExactly("before", "after", "last");
        assertThat(page.records())
                .extracting(Record::encryptionType)
                .containsExactly(null, EncryptionType.KMS, EncryptionType.KMS);
        assertThat(page.records()).extracting(Record::partitionKey).containsOnly("k");
    }

    @Test
    public void neitherPayloadNorPartitionKeyIsOnDisk() throws IOException {
        String small = secret(40);
        String large = secret(2_000);
        String key = secret(30);
        String open = secret(2_000);
        service.putText("s", "open" + key, open);
        start("one");
        for (String text : List.of(small, large)) {
            service.putText("s", key, text);
        }

        // First they are in the write-ahead log; a start puts what is there into table and blob files.
        assertThat(filesWith(open)).as("the search finds what is not encrypted").contains(".log");
        assertThat(filesWith("open" + key)).contains(".log");
        for (String text : List.of(small, large)) {
            assertThat(filesWith(text)).isEmpty();
        }
        assertThat(timesOnDisk(key))
                .as("once with the record that is not encrypted")
                .isEqualTo(1);
        service.restart(settings(Duration.ZERO, ONE));
        assertThat(filesWith(open)).contains(".blob");
        for (String text : List.of(small, large)) {
            assertThat(filesWith(text)).isEmpty();
        }
        assertThat(timesOnDisk(key)).isEqualTo(timesOnDisk("open" + key));
        assertThat(service.textsOf("s", SHARD)).containsExactly(open, small, large);
    }

    @Test
    public void recordsStayReadableAfterAChangeOfTheKey() throws IOException {
        start("one");
        service.putText("s", "k", "first");
        start("two");
        service.putText("s", "k", "second");

        assertThat(summaryType()).isEqualTo("KMS two");
        service.restart(settings(Duration.ZERO, ONE, TWO));
        assertThat(service.textsOf("s", SHARD)).containsExactly("first", "second");
        service.restart(settings(Duration.ZERO, TWO));
        assertThatThrownBy(this::page).isInstanceOf(KmsNotFoundException.class).hasMessageContaining("Key 'one'");
        assertThat(put("third").failedRecordCount()).isZero();
    }

    @Test
    public void withoutTheKeyStreamsAreListedAndNothingIsLost() throws IOException {
        start("one");
        service.putText("s", "k", "kept");
        service.client().createStream(c -> c.streamName("open").shardCount(1));
        service.putText("open", "k", "still readable");

        service.restart(RunningService.PLAIN);
        assertThat(service.client().listStreams().streamNames()).containsExactly("open", "s");
        assertThat(service.textsOf("open", SHARD)).containsExactly("still readable");
        assertThatThrownBy(this::page)
                .isInstanceOfSatisfying(KmsNotFoundException.class, e -> assertThat(e.statusCode())
                        .isEqualTo(400))
                .hasMessageContaining("the service was started without --encryption-keys");
        assertThatThrownBy(() -> put("x")).isInstanceOf(KmsNotFoundException.class);

        service.restart(settings(Duration.ZERO, TestKeys.disabled("one", 1)));
        assertThatThrownBy(this::page).isInstanceOf(KmsDisabledException.class).hasMessageContaining("Key 'one'");
        assertThatThrownBy(() -> put("x")).isInstanceOf(KmsDisabledException.class);

        service.restart(settings(Duration.ZERO, ONE));
        assertThat(service.textsOf("s", SHARD)).containsExactly("kept");
    }

    @Test
    public void recordsFollowASplit() {
        start("one");
        service.putText("s", "k", "parent");
        service.client()
                .splitShard(c -> c.streamName("s").shardToSplit(SHARD).newStartingHashKey("1" + "0".repeat(37)));
        String shard = service.client()
                .putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("child")))
                .shardId();

        assertThat(service.textsOf("s", SHARD)).containsExactly("parent");
        assertThat(service.textsOf("s", shard)).containsExactly("child");
    }

    @Test
    public void whatCanNotBeIsRefused() {
        assertThatThrownBy(() -> start("three"))
                .isInstanceOf(KmsNotFoundException.class)
                .hasMessageContaining(
                        "Key 'arn:aws:kms:us-east-1:000000000000:key/three' does not exist: it is not in keys.yaml");
        assertThat(summaryType()).isEqualTo("NONE null");
        assertThatThrownBy(() -> service.client()
                        .startStreamEncryption(
                                s -> s.streamName("s").encryptionType("NONE").keyId("one")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("the only valid value is KMS");
        assertThatThrownBy(() -> service.client()
                        .startStreamEncryption(
                                s -> s.streamName("s").encryptionType("RSA").keyId("one")))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining(
                        "Value 'RSA' at 'encryptionType' failed to satisfy constraint: Member must satisfy"
                                + " enum value set: [KMS, NONE]");
        assertThatThrownBy(() -> service.client()
                        .startStreamEncryption(s -> s.streamName("s").encryptionType("KMS")))
                .hasMessageContaining("Value null at 'keyId'");
        assertThatThrownBy(() -> service.client()
                        .startStreamEncryption(
                                s -> s.streamName("t").encryptionType("KMS").keyId("one")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    public void theStreamIsUpdatingForAWhile() throws IOException {
        service.restart(settings(Duration.ofSeconds(5), ONE));
        start("one");

        assertThatThrownBy(() -> start("one"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("not ACTIVE, instead in state UPDATING");
        assertThat(put("meanwhile").encryptionType()).isEqualTo(EncryptionType.KMS);
        service.clock().advance(Duration.ofSeconds(5));
        start("one");
    }

    static Settings settings(Duration delay, MasterKey... keys) {
        return new Settings("000000000000", delay, OptionalInt.empty(), Optional.empty(), TestKeys.file(keys));
    }

    private void start(String keyId) {
        service.client()
                .startStreamEncryption(s ->
                        s.streamName("s").encryptionType(EncryptionType.KMS).keyId(keyId));
    }

    private PutRecordsResponse put(String text) {
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(SdkBytes.fromUtf8String(text))
                .build();
        return service.client().putRecords(p -> p.streamName("s").records(entry));
    }

    private GetRecordsResponse page() {
        return service.page(service.iterator("s", SHARD, ShardIteratorType.TRIM_HORIZON));
    }

    private String summaryType() {
        var summary =
                service.client().describeStreamSummary(d -> d.streamName("s")).streamDescriptionSummary();
        return summary.encryptionType() + " " + summary.keyId();
    }

    private static String secret(int length) {
        return new Random()
                .ints(length, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Names of the files that hold a text, joined. */
    private String filesWith(String text) throws IOException {
        return String.join(
                " ",
                files().stream()
                        .filter(file -> content(file).contains(text))
                        .map(Path::toString)
                        .toList());
    }

    private int timesOnDisk(String text) throws IOException {
        return files().stream()
                .mapToInt(file -> content(file).split(text, -1).length - 1)
                .sum();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(service.data())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String content(Path file) {
        try {
            // A byte is a character.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
