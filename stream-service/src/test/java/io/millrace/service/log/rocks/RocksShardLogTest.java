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
import io.millrace.service.log.ShardSealedException;
import io.millrace.service.log.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RocksShardLogTest {
    private static final ShardKey SHARD = new ShardKey(1, 0);
    private static final ShardKey CHILD = new ShardKey(1, 1);
    private static final long SECOND = 1_000;
    private static final int ALL = 10_000;
    private static final long MANY_BYTES = 10 << 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MovableClock clock = new MovableClock();
    private RocksShardLog log;

    @Before
    public void open() {
        log = RocksShardLog.open(folder.getRoot().toPath(), clock);
        commit(new LogChange.Builder().open(SHARD, SECOND));
    }

    @After
    public void close() {
        log.close();
    }

    @Test
    public void recordsComeBackInOrderWithTheirNumbers() {
        List<SequenceNumber> numbers = append(SHARD, "a", "b", "c");

        assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSize(3);
        assertThat(texts(readAll(SHARD))).containsExactly("a", "b", "c");
        assertThat(readAll(SHARD).records())
                .extracting(StoredRecord::sequenceNumber)
                .isEqualTo(numbers);
    }

    @Test
    public void readingFromANumberThatIsNotThereGoesToTheNextGreaterOne() {
        List<SequenceNumber> numbers = append(SHARD, "a", "b", "c");

        ReadPage page = log.read(SHARD, numbers.get(0).next(), 0, ALL, MANY_BYTES);

        assertThat(texts(page)).containsExactly("b", "c");
        assertThat(texts(log.read(SHARD, page.next(), 0, ALL, MANY_BYTES))).isEmpty();
    }

    @Test
    public void aPageKeepsToItsBoundsButAlwaysHoldsOneRecord() {
        append(SHARD, "aaaa", "bbbb", "cccc");

        assertThat(texts(log.read(SHARD, start(), 0, 2, MANY_BYTES))).containsExactly("aaaa", "bbbb");
        assertThat(texts(log.read(SHARD, start(), 0, ALL, 12))).containsExactly("aaaa", "bbbb");
        assertThat(texts(log.read(SHARD, start(), 0, ALL, 1))).containsExactly("aaaa");
    }

    @Test
    public void shardsDoNotSeeEachOther() {
        commit(new LogChange.Builder().open(CHILD, SECOND));
        append(SHARD, "a");
        append(CHILD, "b");

        assertThat(texts(readAll(SHARD))).containsExactly("a");
        assertThat(texts(readAll(CHILD))).containsExactly("b");
    }

    @Test
    public void aSealedShardTakesNothingMoreAlsoAfterARestart() {
        append(SHARD, "a");
        commit(new LogChange.Builder().seal(SHARD).open(CHILD, SECOND + 1));

        assertSealed(SHARD);
        reopen();
        assertSealed(SHARD);
        assertThat(texts(readAll(SHARD))).containsExactly("a");
        assertThat(append(CHILD, "b").get(0)).isGreaterThan(log.end(SHARD));
    }

    @Test
    public void whatComesAfterASealInTheSameGroupLearnsOfItOnlyOnceTheSealIsSeen() {
        AtomicBoolean seen = new AtomicBoolean();
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        CompletableFuture<Void> sealed =
                log.commit(new LogChange.Builder().seal(SHARD).build(), () -> seen.set(true));
        CompletableFuture<Void> told = log.append(SHARD, records("late")).handle((numbers, failure) -> {
            outcome.complete(seen.get());
            return null;
        });

        sealed.join();
        told.join();
        assertThat(outcome.join()).isTrue();
    }

    @Test
    public void numbersGoOnAfterARestartEvenWhenAllRecordsAreGone() {
        SequenceNumber last = append(SHARD, "a", "b").get(1);
        clock.advance(Duration.ofHours(1));
        log.trim(SHARD, clock.millis()).join();
        assertThat(texts(readAll(SHARD))).isEmpty();

        reopen();

        assertThat(append(SHARD, "c").get(0)).isGreaterThan(last);
        assertThat(texts(readAll(SHARD))).containsExactly("c");
    }

    @Test
    public void timesAreFoundByHalvingTheShard() {
        long[] times = new long[50];
        for (int i = 0; i < times.length; i++) {
            times[i] = clock.millis();
            append(SHARD, "r" + i);
            clock.advance(Duration.ofSeconds(1));
        }

        for (int i = 0; i < times.length; i++) {
            assertThat(texts(log.read(SHARD, log.firstAt(SHARD, times[i]), 0, 1, MANY_BYTES)))
                    .containsExactly("r" + i);
            assertThat(texts(log.read(SHARD, log.firstAt(SHARD, times[i] - 999), 0, 1, MANY_BYTES)))
                    .containsExactly("r" + i);
        }
        assertThat(log.firstAt(SHARD, clock.millis())).isEqualTo(log.end(SHARD));
        assertThat(texts(log.read(SHARD, log.firstAt(SHARD, 0), 0, ALL, MANY_BYTES)))
                .hasSize(50);
    }

    /** The engine keeps many records as one value, and a page may begin and end in the middle of it. */
    @Test
    public void recordsAreFoundWhereverTheyAreInABlock() {
        List<String> texts = new ArrayList<>();
        List<SequenceNumber> numbers = new ArrayList<>();
        for (int request = 0; request < 3; request++) {
            String[] some = new String[200];
            for (int i = 0; i < some.length; i++) {
                some[i] = request + "-" + i + "-" + "x".repeat(700);
            }
            texts.addAll(List.of(some));
            numbers.addAll(append(SHARD, some));
            clock.advance(Duration.ofSeconds(1));
        }
        reopen();

        assertThat(texts(readAll(SHARD))).isEqualTo(texts);
        for (int i = 0; i < texts.size(); i++) {
            ReadPage page = log.read(SHARD, numbers.get(i), 0, 7, MANY_BYTES);
            int end = Math.min(i + 7, texts.size());
            assertThat(texts(page)).isEqualTo(texts.subList(i, end));
            assertThat(page.records()).extracting(StoredRecord::sequenceNumber).isEqualTo(numbers.subList(i, end));
            assertThat(page.nextMillis())
                    .isEqualTo(
                            end == texts.size()
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(numbers.get(end).millis()));
            assertThat(page.next()).isEqualTo(numbers.get(end - 1).next());
        }
        assertThat(texts(log.read(SHARD, log.firstAt(SHARD, numbers.get(200).millis()), 0, 1, MANY_BYTES)))
                .isEqualTo(texts.subList(200, 201));
        log.trim(SHARD, numbers.get(200).millis()).join();
        assertThat(texts(readAll(SHARD))).isEqualTo(texts.subList(200, 600));
    }

    /** A group of the writer's puts the records of several requests into one block. */
    @Test
    public void appendsOfOneGroupKeepToTheirShardsAndNumbers() {
        commit(new LogChange.Builder().open(CHILD, SECOND));
        List<CompletableFuture<List<SequenceNumber>>> one = new ArrayList<>();
        List<CompletableFuture<List<SequenceNumber>>> other = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            one.add(log.append(SHARD, records("one " + i)));
            other.add(log.append(CHILD, records("other " + i)));
        }

        assertThat(texts(log.read(SHARD, one.get(299).join().get(0), 0, 1, MANY_BYTES)))
                .containsExactly("one 299");
        assertThat(texts(log.read(CHILD, other.get(150).join().get(0), 0, 1, MANY_BYTES)))
                .containsExactly("other 150");
        assertThat(texts(log.read(CHILD, other.get(299).join().get(0), 0, 1, MANY_BYTES)))
                .containsExactly("other 299");
        assertThat(texts(readAll(CHILD)))
                .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "other " + i).toList());
    }

    @Test
    public void recordsThatWerePutBeforeTheirStreamWasDroppedInTheSameGroupAreGone() {
        CompletableFuture<List<SequenceNumber>> put = log.append(SHARD, records("late"));
        CompletableFuture<Void> dropped =
                log.commit(new LogChange.Builder().drop(1).build(), () -> {});
        CompletableFuture<Void> again =
                log.commit(new LogChange.Builder().open(SHARD, SECOND + 1).build(), () -> {});

        put.join();
        dropped.join();
        again.join();
        assertThat(texts(readAll(SHARD))).isEmpty();
    }

    @Test
    public void expiredRecordsAreNotReadEvenBeforeTheyAreTrimmed() {
        append(SHARD, "old");
        clock.advance(Duration.ofSeconds(10));
        append(SHARD, "new");

        assertThat(texts(log.read(SHARD, start(), clock.millis() - 5_000, ALL, MANY_BYTES)))
                .containsExactly("new");
    }

    @Test
    public void droppingAStreamTakesItsRecordsAndNoOthers() {
        ShardKey other = new ShardKey(2, 0);
        commit(new LogChange.Builder().open(other, SECOND));
        append(SHARD, "a");
        append(other, "b");

        commit(new LogChange.Builder().drop(1).put("k", new byte[] {1}));

        assertSealed(SHARD);
        assertThat(texts(readAll(other))).containsExactly("b");
        assertThat(log.entries("")).containsOnlyKeys("k");
    }

    @Test
    public void entriesAreFoundByWhatTheirKeysBeginWith() {
        byte[] value = {1};
        commit(new LogChange.Builder()
                .put("shard/1/1", value)
                .put("shard/1/2", value)
                .put("shards", value)
                .put("stream/1", value)
                .put("a", value));

        assertThat(log.entries("shard/").keySet()).containsExactly("shard/1/1", "shard/1/2");
        assertThat(log.entries("stream/1").keySet()).containsExactly("stream/1");
        assertThat(log.entries("stream/2")).isEmpty();
        assertThat(log.entries("").keySet()).containsExactly("a", "shard/1/1", "shard/1/2", "shards", "stream/1");
    }

    @Test
    public void manyAppendsAtOnceAreAllKeptInTheOrderOfTheirNumbers() {
        List<CompletableFuture<List<SequenceNumber>>> futures = IntStream.range(0, 500)
                .mapToObj(i -> log.append(SHARD, records("r" + i)))
                .toList();
        List<SequenceNumber> numbers =
                futures.stream().map(future -> future.join().get(0)).toList();

        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        reopen();
        assertThat(texts(readAll(SHARD)))
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "r" + i).toList());
    }

    @Test
    public void aDamagedFileIsNamedAndRefused() throws Exception {
        append(SHARD, "a");
        log.close();
        Path manifest;
        try (var files = Files.list(folder.getRoot().toPath())) {
            manifest = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(manifest);
        byte[] sound = bytes.clone();
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(manifest, bytes);

        assertThatThrownBy(() -> RocksShardLog.open(folder.getRoot().toPath(), clock))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("log file " + manifest + " is damaged");

        Files.write(manifest, sound);
        log = RocksShardLog.open(folder.getRoot().toPath(), clock);
        assertThat(texts(readAll(SHARD))).containsExactly("a");
    }

    private void reopen() {
        log.close();
        log = RocksShardLog.open(folder.getRoot().toPath(), clock);
    }

    private void commit(LogChange.Builder change) {
        log.commit(change.build(), () -> {}).join();
    }

    private void assertSealed(ShardKey shard) {
        assertThatThrownBy(() -> append(shard, "late"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ShardSealedException.class);
    }

    private List<SequenceNumber> append(ShardKey shard, String... texts) {
        return log.append(shard, records(texts)).join();
    }

    private static List<NewRecord> records(String... texts) {
        return Arrays.stream(texts)
                .map(text -> new NewRecord("k", text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static SequenceNumber start() {
        return SequenceNumber.parse("0");
    }

    private ReadPage readAll(ShardKey shard) {
        return log.read(shard, start(), 0, ALL, MANY_BYTES);
    }

    private static List<String> texts(ReadPage page) {
        return page.records().stream()
                .map(each -> StandardCharsets.UTF_8.decode(each.data()).toString())
                .toList();
    }
}
