package io.millrace.service.log.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import io.millrace.service.MovableClock;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.LogUnavailableException;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.StoredRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A disk that has no room, in name and in fact. */
public class FullDiskTest {
    private static final ShardKey SHARD = new ShardKey(1, 0);
    private static final int MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private final AtomicLong free = new AtomicLong(1_000L * MIB);
    private final DiskRoom disk = new DiskRoom(free::get, 100L * MIB);
    private final Random random = new Random(1);

    @Test
    public void recordsAreRefusedBeforeTheDiskIsFullAndTakenOnceThereIsRoom() {
        try (RocksShardLog log = RocksShardLog.open(folder.getRoot().toPath(), clock, disk)) {
            open(log);
            append(log, "before", 10);
            free.set(100L * MIB + 5);

            assertThatThrownBy(() -> append(log, "too much", 10))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining(
                            "the disk is full: 100 MiB are free, of which 100 MiB are kept for what frees space");
            assertThat(keys(log)).containsExactly("before");
            log.commit(new LogChange.Builder().put("k", new byte[] {1}).build(), () -> {})
                    .join();
            assertThat(log.entries("")).containsKey("k");

            free.set(101L * MIB);
            append(log, "after", 10);
            assertThat(keys(log)).containsExactly("before", "after");
        }
    }

    @Test
    public void whatIsDeletedOnAFullDiskMakesRoomAtOnce() {
        Path root = folder.getRoot().toPath();
        try (RocksShardLog log = RocksShardLog.open(root, clock, disk)) {
            open(log);
            for (int i = 0; i < 20; i++) {
                append(log, "old " + i, MIB);
            }
            assertThat(size(root)).isGreaterThan(20L * MIB);
            clock.advance(Duration.ofHours(1));
            append(log, "new", 10);
            free.set(0);

            log.trim(SHARD, clock.millis()).join();

            assertThat(keys(log)).containsExactly("new");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(size(root)).isLessThan(2L * MIB));
        }
    }

    /** Needs the right to mount a file system, which only root has. */
    @Test
    public void aDiskThatIsReallyFullFailsPutsNeverReadsAndTakesPutsOnceThereIsRoom() throws Exception {
        Path mount = folder.newFolder("mount").toPath();
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount.toString()));
        try {
            List<String> acknowledged = new ArrayList<>();
            DiskRoom noReserve = new DiskRoom(() -> mount.toFile().getUsableSpace(), Long.MIN_VALUE);
            try (RocksShardLog log = RocksShardLog.open(mount.resolve("log"), clock, noReserve)) {
                open(log);
                putUntilFailure(log, acknowledged, "first", 8);
                Path filler = mount.resolve("filler");
                fill(filler);

                int before = acknowledged.size();
                assertThatThrownBy(() -> putUntilFailure(log, acknowledged, "full", 100))
                        .hasCauseInstanceOf(LogUnavailableException.class)
                        .hasMessageContaining("No space left on device");
                assertThat(keys(log)).isEqualTo(acknowledged).hasSizeGreaterThanOrEqualTo(before);
                assertThatThrownBy(() -> log.commit(
                                        new LogChange.Builder()
                                                .seal(SHARD)
                                                .put("split", new byte[1])
                                                .build(),
                                        () -> {})
                                .join())
                        .hasCauseInstanceOf(LogUnavailableException.class);

                Files.delete(filler);
                await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                    append(log, "room", 1_000);
                    return true;
                });
                acknowledged.add("room");
                assertThat(keys(log)).isEqualTo(acknowledged);
                putUntilFailure(log, acknowledged, "last", 4);
            }
            try (RocksShardLog log = RocksShardLog.open(mount.resolve("log"), clock)) {
                assertThat(keys(log)).isEqualTo(acknowledged);
                assertThat(log.entries("")).doesNotContainKey("split");
                assertThat(log.shards()).containsEntry(SHARD, true);
            }
        } finally {
            run("umount", mount.toString());
        }
    }

    private void putUntilFailure(RocksShardLog log, List<String> acknowledged, String name, int records) {
        for (int i = 0; i < records; i++) {
            append(log, name + i, MIB / 2);
            acknowledged.add(name + i);
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] bytes = new byte[1 << 12];
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void open(RocksShardLog log) {
        log.commit(new LogChange.Builder().open(SHARD, 1_000).build(), () -> {}).join();
    }

    private void append(RocksShardLog log, String key, int bytes) {
        byte[] data = new byte[bytes];
        random.nextBytes(data);
        log.append(SHARD, List.of(new NewRecord(key, data))).join();
    }

    private static List<String> keys(RocksShardLog log) {
        return log.read(SHARD, SequenceNumber.parse("0"), 0, 10_000, 1L << 40).records().stream()
                .map(StoredRecord::partitionKey)
                .toList();
    }

    /** Of the log's files, some of which may go while they are looked at: they have no length. */
    private static long size(Path folder) {
        return Stream.of(folder.toFile().listFiles()).mapToLong(File::length).sum();
    }
}
