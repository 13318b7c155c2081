package io.millrace.service.log.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.MovableClock;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.LogException;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files of the log as a crash leaves them, then damaged: each is noticed, or nothing is missing. */
public class DamageTest {
    private static final ShardKey SHARD = new ShardKey(1, 0);
    private static final int RECORDS = 40;
    private static final int PLACES_PER_FILE = 6;
    private static final long SEED = Long.getLong("millrace.damage.seed", 1L);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private Path crashed;
    private Path damaged;

    @Before
    public void crash() throws IOException {
        Path running = folder.getRoot().toPath().resolve("running");
        crashed = folder.getRoot().toPath().resolve("crashed");
        damaged = folder.getRoot().toPath().resolve("damaged");
        try (RocksShardLog log = RocksShardLog.open(running, clock)) {
            log.commit(
                            new LogChange.Builder()
                                    .open(SHARD, 1_000)
                                    .put("k", new byte[] {1})
                                    .build(),
                            () -> {})
                    .join();
            append(log, 0, RECORDS / 2);
        }
        // The first half is in tables now, the second half in the write-ahead log.
        try (RocksShardLog log = RocksShardLog.open(running, clock)) {
            append(log, RECORDS / 2, RECORDS);
            copy(running, crashed);
        }
    }

    @Test
    public void withoutDamageNothingIsMissing() throws IOException {
        assertThat(outcome()).isEqualTo("whole");
    }

    @Test
    public void aFlippedByteInAnyFileIsNoticedOrHarmless() throws IOException {
        Random random = new Random(SEED);
        for (Path file : files(crashed)) {
            int length = (int) Files.size(file);
            for (int i = 0; i < PLACES_PER_FILE; i++) {
                int at = random.nextInt(length);
                assertNoSilentLoss(file, "byte " + at + " flipped", bytes -> bytes[at] ^= 0x10);
            }
        }
    }

    /** The engine takes a damaged entry for the manifest's end, and then forgets tables and records. */
    @Test
    public void aFlippedByteInTheManifestIsNamed() throws IOException {
        Path manifest = files(crashed).stream()
                .filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
                .reduce((first, second) -> second)
                .orElseThrow();
        byte[] whole = Files.readAllBytes(manifest);
        Path there = damaged.resolve(manifest.getFileName());
        for (int at = 0; at < whole.length; at++) {
            copy(crashed, damaged);
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x10;
            Files.write(there, bytes);
            assertThatThrownBy(() -> RocksShardLog.open(damaged, clock))
                    .as("byte %s", at)
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("log file " + there + " is damaged: its checksum");
        }
    }

    @Test
    public void aFileThatEndsTooEarlyIsNoticedOrHarmless() throws IOException {
        Random random = new Random(SEED);
        for (Path file : files(crashed)) {
            int length = (int) Files.size(file);
            for (int i = 0; i < PLACES_PER_FILE; i++) {
                int cut = random.nextInt(length);
                copy(crashed, damaged);
                Files.write(damaged.resolve(file.getFileName()), Arrays.copyOf(Files.readAllBytes(file), cut));
                assertThat(outcome())
                        .as("%s cut to %s of %s bytes, seed %s", file.getFileName(), cut, length, SEED)
                        .isNotEqualTo("loss");
            }
        }
    }

    @Test
    public void aWriteAheadLogThatLacksAcknowledgedRecordsIsNamed() throws IOException {
        Path wal = files(crashed).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .reduce((first, second) -> second)
                .orElseThrow();
        copy(crashed, damaged);
        Path there = damaged.resolve(wal.getFileName());
        Files.write(there, Arrays.copyOf(Files.readAllBytes(wal), (int) Files.size(wal) - 1));
        assertThatThrownBy(() -> RocksShardLog.open(damaged, clock))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("log file " + there + " is damaged: it has");

        Files.delete(there);
        assertThatThrownBy(() -> RocksShardLog.open(damaged, clock))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("log file " + there + " is missing");

        Files.copy(wal, there);
        assertThat(outcome()).isEqualTo("whole");
    }

    @Test
    public void aTornWriteThatWasNotAcknowledgedIsForgotten() throws IOException {
        for (Path file : files(crashed)) {
            if (file.toString().endsWith(".log")) {
                copy(crashed, damaged);
                // The header of a record of 200 bytes, of which 2 came to the disk.
                byte[] torn = {1, 2, 3, 4, (byte) 200, 0, 1, 9, 9};
                Files.write(damaged.resolve(file.getFileName()), torn, StandardOpenOption.APPEND);
                assertThat(outcome()).isEqualTo("whole");
            }
        }
    }

    @Test
    public void aMissingFileIsNoticedOrHarmless() throws IOException {
        for (Path file : files(crashed)) {
            copy(crashed, damaged);
            Path there = damaged.resolve(file.getFileName());
            Files.delete(there);
            assertThat(outcome()).as("%s is missing", file.getFileName()).isNotEqualTo("loss");
        }
    }

    @Test
    public void aMissingTableBlobFileOrManifestIsNamedAndAMissingCurrentIsRefused() throws IOException {
        assertThat(files(crashed)).anyMatch(file -> file.toString().endsWith(".blob"));
        for (Path file : files(crashed)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".sst")
                    || name.endsWith(".blob")
                    || name.startsWith("MANIFEST")
                    || name.equals("CURRENT")) {
                copy(crashed, damaged);
                Files.delete(damaged.resolve(name));
                assertThatThrownBy(() -> RocksShardLog.open(damaged, clock))
                        .as("%s is missing", name)
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining(name.equals("CURRENT") ? damaged.toString() : name);
            }
        }
    }

    /** A record whose bytes have changed on the disk costs itself, and no other. */
    @Test
    public void aDamagedRecordFailsOnlyTheRequestThatNeedsIt() throws IOException {
        List<SequenceNumber> numbers;
        try (RocksShardLog log = RocksShardLog.open(crashed, clock)) {
            numbers = log.read(SHARD, SequenceNumber.parse("0"), 0, RECORDS, 10 << 20).records().stream()
                    .map(StoredRecord::sequenceNumber)
                    .toList();
        }
        copy(crashed, damaged);
        int spoilt = RECORDS / 4;
        Path blobs = files(damaged).stream()
                .filter(file -> file.toString().endsWith(".blob") && place(file, "record " + spoilt) >= 0)
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(blobs);
        bytes[place(blobs, "record " + spoilt) + 100] ^= 0x10;
        Files.write(blobs, bytes);

        try (RocksShardLog log = RocksShardLog.open(damaged, clock)) {
            for (int i = 0; i < RECORDS; i++) {
                SequenceNumber from = numbers.get(i);
                if (i == spoilt) {
                    assertThatThrownBy(() -> log.read(SHARD, from, 0, 1, 1 << 20))
                            .isInstanceOf(LogException.class)
                            .hasMessageContaining("cannot read shard ")
                            .hasMessageContaining("at or after sequence number " + from)
                            .hasMessageContaining(damaged.toString());
                } else {
                    assertThat(log.read(SHARD, from, 0, 1, 1 << 20).records())
                            .extracting(StoredRecord::partitionKey)
                            .containsExactly("record " + i);
                }
            }
            // A page ends before the damage.
            assertThat(log.read(SHARD, numbers.get(0), 0, RECORDS, 10 << 20).records())
                    .hasSize(spoilt);
            assertThat(log.read(SHARD, numbers.get(spoilt).next(), 0, RECORDS, 10 << 20)
                            .records())
                    .hasSize(RECORDS - spoilt - 1);
        }
    }

    private static int place(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Damage {
        void to(byte[] bytes);
    }

    private void assertNoSilentLoss(Path file, String how, Damage damage) throws IOException {
        copy(crashed, damaged);
        byte[] bytes = Files.readAllBytes(file);
        damage.to(bytes);
        Files.write(damaged.resolve(file.getFileName()), bytes);
        assertThat(outcome())
                .as("%s of %s, seed %s", how, file.getFileName(), SEED)
                .isNotEqualTo("loss");
    }

    private String outcome() throws IOException {
        if (!Files.exists(damaged)) {
            copy(crashed, damaged);
        }
        try (RocksShardLog log = RocksShardLog.open(damaged, clock)) {
            if (!log.shards().containsKey(SHARD)) {
                // The service does not start then: CatalogueCheck names a shard of the catalogue that the log lacks.
                return log.entries("").containsKey("k") ? "noticed" : "loss";
            }
            List<String> found = new ArrayList<>();
            // A page ends before what is damaged.
            SequenceNumber from = SequenceNumber.parse("0");
            for (boolean more = true; more; ) {
                ReadPage page = log.read(SHARD, from, 0, 10_000, 10 << 20);
                page.records().forEach(each -> found.add(each.partitionKey()));
                from = page.next();
                more = page.nextMillis().isPresent();
            }
            boolean whole = found.equals(keys(0, RECORDS)) && log.entries("").containsKey("k");
            return whole ? "whole" : "loss";
        } catch (LogException e) {
            return "noticed";
        }
    }

    private static void append(RocksShardLog log, int from, int to) {
        keys(from, to).forEach(key -> log.append(SHARD, Collections.singletonList(new NewRecord(key, new byte[700])))
                .join());
    }

    private static List<String> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "record " + i).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("LO"))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> old = Files.list(to)) {
                old.forEach(DamageTest::delete);
            }
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
