package io.millrace.service.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.MovableClock;
import io.millrace.service.error.ServiceException.KMSDisabledException;
import io.millrace.service.error.ServiceException.KMSInvalidStateException;
import io.millrace.service.error.ServiceException.KMSNotFoundException;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.LogException;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.StoredRecord;
import io.millrace.service.log.rocks.RocksShardLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Encryption over a real log, beneath which the test looks and changes what is there. */
public class EncryptedShardLogTest {
    private static final ShardKey SHARD = new ShardKey(1, 0);
    private static final ShardKey SIBLING = new ShardKey(1, 1);
    private static final ShardKey STRANGER = new ShardKey(2, 0);
    private static final MasterKey KEY = TestKeys.key("k", 7);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private ShardLog plain;
    private ShardLog log;

    @Before
    public void open() {
        plain = RocksShardLog.open(folder.getRoot().toPath().resolve("log"), clock);
        LogChange.Builder shards = new LogChange.Builder();
        List.of(SHARD, SIBLING, STRANGER).forEach(shard -> shards.open(shard, 1));
        plain.commit(shards.build(), () -> {}).join();
        log = with("k", KEY);
    }

    @After
    public void close() {
        plain.close();
    }

    @Test
    public void recordsComeBackAsTheyWerePut() {
        String key = "p".repeat(255) + "\u20ac";
        put(log, key, "");
        put(log, "k", "x".repeat(100_000));
        put(with(null), "k", "plain");

        List<StoredRecord> found = records(log, SHARD);
        assertThat(found).extracting(StoredRecord::partitionKey).containsExactly(key, "k", "k");
        assertThat(found).extracting(EncryptedShardLogTest::text).containsExactly("", "x".repeat(100_000), "plain");
        assertThat(found).extracting(StoredRecord::encrypted).containsExactly(true, true, false);
        assertThat(records(plain, SHARD))
                .extracting(EncryptedShardLogTest::text)
                .noneMatch(text -> text.contains("xxxx"));
    }

    @Test
    public void anyFlippedBitFailsTheRequest() {
        put(log, "k", "payload");
        byte[] sealed = bytes(records(plain, SHARD).get(0));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> log.read(SHARD, sealedAt(changed), 0, 1, 1 << 20))
                    .as("byte %d", i)
                    .isInstanceOfAny(LogException.class, KMSNotFoundException.class, KMSInvalidStateException.class);
        }
        assertThatThrownBy(() -> log.read(SHARD, sealedAt(Arrays.copyOf(sealed, sealed.length - 1)), 0, 1, 1))
                .isInstanceOf(LogException.class);
        assertThatThrownBy(() -> log.read(SHARD, sealedAt(new byte[] {1}), 0, 1, 1))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("is damaged");
        assertThat(text(log.read(SHARD, sealedAt(sealed), 0, 1, 1).records().get(0)))
                .isEqualTo("payload");
    }

    @Test
    public void aRecordIsGoodInItsOwnShardAlone() {
        put(log, "k", "payload");
        byte[] sealed = bytes(records(plain, SHARD).get(0));
        SequenceNumber sibling = append(SIBLING, sealed);
        SequenceNumber stranger = append(STRANGER, sealed);

        assertThatThrownBy(() -> log.read(SIBLING, sibling, 0, 1, 1)).isInstanceOf(LogException.class);
        assertThatThrownBy(() -> log.read(STRANGER, stranger, 0, 1, 1)).isInstanceOf(KMSInvalidStateException.class);
    }

    @Test
    public void recordsBeforeAnUnreadableOneAreRead() {
        put(with("old", TestKeys.key("old", 1), KEY), "k", "readable");
        put(log, "k", "gone");
        put(with("old", TestKeys.key("old", 1), KEY), "k", "readable too");

        ShardLog without = with("old", TestKeys.key("old", 1));
        ReadPage page = without.read(SHARD, start(), 0, 10, 1 << 20);
        assertThat(page.records()).extracting(EncryptedShardLogTest::text).containsExactly("readable");
        assertThat(page.nextMillis()).hasValue(clock.millis());
        assertThatThrownBy(() -> without.read(SHARD, page.next(), 0, 10, 1 << 20))
                .isInstanceOf(KMSNotFoundException.class)
                .hasMessageContaining("Key 'k'");
        assertThat(records(with("k", TestKeys.key("old", 1), KEY), SHARD)).hasSize(3);
    }

    @Test
    public void otherBitsUnderTheSameIdAndADisabledKeyOpenNothing() {
        put(log, "k", "payload");

        assertThatThrownBy(() -> records(with("k", TestKeys.key("k", 8)), SHARD))
                .isInstanceOf(KMSInvalidStateException.class)
                .hasMessageContaining("other bits under this id");
        ShardLog disabled = with("k", TestKeys.disabled("k", 7));
        assertThatThrownBy(() -> records(disabled, SHARD)).isInstanceOf(KMSDisabledException.class);
        assertThatThrownBy(() -> put(disabled, "k", "x")).isInstanceOf(KMSDisabledException.class);
    }

    @Test
    public void aDataKeySealsOneStreamForAnHour() {
        put(log, "k", "a");
        put(log, "k", "b");
        log.append(STRANGER, List.of(record("k", "c"))).join();
        clock.advance(Duration.ofHours(1));
        put(log, "k", "d");
        put(with("k", KEY), "k", "of another process");

        List<ByteBuffer> keys = records(plain, SHARD).stream()
                .map(stored -> Envelope.head(stored).sealedKey())
                .toList();
        assertThat(keys.get(0)).isEqualTo(keys.get(1));
        Set<ByteBuffer> different = new HashSet<>(keys);
        different.add(Envelope.head(records(plain, STRANGER).get(0)).sealedKey());
        assertThat(different).hasSize(4);
        assertThat(records(log, SHARD))
                .extracting(EncryptedShardLogTest::text)
                .containsExactly("a", "b", "d", "of another process");
    }

    @Test
    public void equalRecordsLookDifferent() {
        put(log, "k", "same");
        put(log, "k", "same");

        List<StoredRecord> sealed = records(plain, SHARD);
        byte[] one = bytes(sealed.get(0));
        byte[] other = bytes(sealed.get(1));
        int content = one.length - Gcm.TAG_BYTES - "same".length();
        assertThat(Arrays.copyOfRange(one, content, one.length))
                .isNotEqualTo(Arrays.copyOfRange(other, content, other.length));
    }

    private ShardLog with(String keyId, MasterKey... keys) {
        return new EncryptedShardLog(plain, TestKeys.file(keys), clock, stream -> Optional.ofNullable(keyId)
                .map(id -> new KeyName(id, "000000000000", "us-east-1")));
    }

    private SequenceNumber sealedAt(byte[] sealed) {
        return append(SHARD, sealed);
    }

    private SequenceNumber append(ShardKey shard, byte[] sealed) {
        return plain.append(shard, List.of(new NewRecord("", sealed))).join().get(0);
    }

    private static void put(ShardLog to, String key, String text) {
        to.append(SHARD, List.of(record(key, text))).join();
    }

    private static NewRecord record(String key, String text) {
        return new NewRecord(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<StoredRecord> records(ShardLog from, ShardKey shard) {
        return from.read(shard, start(), 0, 1000, 10 << 20).records();
    }

    private static SequenceNumber start() {
        return SequenceNumber.atCounter(1, 0);
    }

    private static String text(StoredRecord stored) {
        return StandardCharsets.UTF_8.decode(stored.data().duplicate()).toString();
    }

    private static byte[] bytes(StoredRecord stored) {
        byte[] bytes = new byte[stored.data().remaining()];
        stored.data().duplicate().get(bytes);
        return bytes;
    }
}
