package io.millrace.service.log.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

public class RocksStoreTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void reopeningTakesBackWhatWasWrittenButNeverAcknowledged() throws Exception {
        try (RocksStore store = RocksStore.open(folder.getRoot().toPath())) {
            acknowledge(store, "kept");
            writeUnnoticed(store, "ghost");

            store.reopen();

            assertThat(has(store, "kept")).isTrue();
            assertThat(has(store, "ghost")).isFalse();
            acknowledge(store, "later");
        }
        try (RocksStore store = RocksStore.open(folder.getRoot().toPath())) {
            assertThat(has(store, "kept")).isTrue();
            assertThat(has(store, "ghost")).isFalse();
            assertThat(has(store, "later")).isTrue();
        }
    }

    @Test
    public void whatWasFoundAtTheStartSurvivesReopeningAlthoughItWasNeverAcknowledged() throws Exception {
        try (RocksStore store = RocksStore.open(folder.getRoot().toPath())) {
            acknowledge(store, "kept");
            writeUnnoticed(store, "found");
        }
        try (RocksStore store = RocksStore.open(folder.getRoot().toPath())) {
            writeUnnoticed(store, "ghost");

            store.reopen();

            assertThat(has(store, "found")).isTrue();
            assertThat(has(store, "ghost")).isFalse();
        }
    }

    /** A start that finds compactions under way was refused for a file that one of them had replaced. */
    @Test
    public void aFileThatTheEngineReplacesMeanwhileIsNotMissed() throws Exception {
        try (RocksStore store = RocksStore.open(folder.getRoot().toPath())) {
            AtomicBoolean checked = new AtomicBoolean();
            CompletableFuture<Integer> replacing = CompletableFuture.supplyAsync(() -> {
                int times = 0;
                for (; !checked.get() || times == 0; times++) {
                    replaceFiles(store);
                }
                return times;
            });
            try {
                for (int i = 0; i < 2_000; i++) {
                    store.files().checkComplete(store.db);
                }
            } finally {
                checked.set(true);
                assertThat(replacing.join()).isPositive();
            }
        }
    }

    private static void replaceFiles(RocksStore store) {
        try {
            store.db.put(store.records, bytes("key"), new byte[1_000]);
            store.reclaim(bytes("a"), bytes("z"));
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void acknowledge(RocksStore store, String key) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions().setSync(true)) {
            batch.put(store.entries, bytes(key), bytes("value"));
            store.write(options, batch);
        }
    }

    /** As a write does whose force failed: it is in the log all the same. */
    private static void writeUnnoticed(RocksStore store, String key) throws RocksDBException {
        store.db.put(store.entries, bytes(key), bytes("value"));
    }

    private static boolean has(RocksStore store, String key) throws RocksDBException {
        return store.db.get(store.entries, bytes(key)) != null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
