package io.millrace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.Payload;
import io.millrace.read.KinesisRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

public final class RecordFilterTest {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    /** Of each hash key range there is a parent and a child, so each key lies in both. */
    private static final List<Shard> SHARDS = List.of(
            shard(0, BigInteger.ZERO, MOST.shiftRight(1), 100, 499),
            shard(1, MOST.shiftRight(1).add(BigInteger.ONE), MOST, 100, 2100),
            shard(2, BigInteger.ZERO, MOST.shiftRight(2), 500, 999),
            shard(3, MOST.shiftRight(2).add(BigInteger.ONE), MOST.shiftRight(1), 500, 999));

    private static Shard shard(int index, BigInteger lowest, BigInteger highest, long first, long last) {
        return new Shard(
                new ShardId("shardId-00000000000" + index),
                Optional.empty(),
                Optional.empty(),
                lowest,
                highest,
                number(first),
                Optional.of(number(last)));
    }

    private static SequenceNumber number(long value) {
        return new SequenceNumber(BigInteger.valueOf(value));
    }

    @Test
    public void whatMatchesIsNeverDropped() {
        Random random = new Random(5);
        List<KinesisRecord> records = records(random);
        RandomFilters filters = new RandomFilters(random, records);
        int narrowed = 0;
        for (int i = 0; i < 20_000; i++) {
            RandomFilters.Sample sample = filters.next(3);
            for (Shard shard : SHARDS) {
                Optional<Scope> scope = sample.filter().narrow(Scope.of(shard));
                narrowed += scope.equals(Optional.of(Scope.of(shard))) ? 0 : 1;
                for (KinesisRecord record : records) {
                    if (record.shard().equals(shard.id()) && sample.matches().test(record)) {
                        assertThat(scope.filter(left -> isIn(record, left)))
                                .as("%s of %s for %s", record, shard, sample.text())
                                .isPresent();
                    }
                }
            }
        }
        assertThat(narrowed).isGreaterThan(20_000);
    }

    private static List<KinesisRecord> records(Random random) {
        List<KinesisRecord> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String key = "key " + random.nextInt(20);
            List<Shard> having = SHARDS.stream()
                    .filter(shard -> HashKeys.of(shard).contain(HashKeys.hash(key)))
                    .toList();
            Shard shard = having.get(random.nextInt(having.size()));
            long first = shard.start().value().longValueExact();
            long last = shard.end().orElseThrow().value().longValueExact();
            records.add(new KinesisRecord(
                    shard.id(),
                    key,
                    number(first + random.nextInt((int) (last - first + 1))),
                    0,
                    Instant.ofEpochSecond(1_700_000_000, random.nextInt(1_000_000_000)),
                    Payload.sharing(new byte[0]),
                    true));
        }
        return records;
    }

    private static boolean isIn(KinesisRecord record, Scope scope) {
        Bounds<SequenceNumber> number = Bounds.of(record.sequenceNumber(), record.sequenceNumber());
        Instant cut = Instant.ofEpochMilli(record.arrival().toEpochMilli());
        return scope.numbers().intersection(number).isPresent()
                && scope.arrivals().intersection(Bounds.of(cut, cut)).isPresent();
    }

    private static List<String> left(RecordFilter filter) {
        return SHARDS.stream()
                .filter(filter::mayMatch)
                .map(shard -> shard.id().value().substring("shardId-00000000000".length()))
                .toList();
    }

    @Test
    public void aPartitionKeyLeavesTheShardsThatHaveItsHashParentsAndChildrenIncluded() {
        // MD5("a") begins with 0c, MD5("c") with 4a, MD5("b") with 92.
        assertThat(left(RecordFilter.PartitionKeys.of(Set.of("a")))).containsExactly("0", "2");
        assertThat(left(RecordFilter.PartitionKeys.of(Set.of("c")))).containsExactly("0", "3");
        assertThat(left(RecordFilter.PartitionKeys.of(Set.of("b")))).containsExactly("1");
        assertThat(left(RecordFilter.PartitionKeys.of(Set.of("a", "b")))).containsExactly("0", "1", "2");
        assertThat(left(RecordFilter.PartitionKeys.of(Set.of()))).isEmpty();
    }

    @Test
    public void whereKeysSayNothingOnlyTheOtherConditionsAreLeft() {
        RecordFilter key = RecordFilter.PartitionKeys.of(Set.of("b"));
        RecordFilter late = new RecordFilter.SequenceNumbers(Bounds.from(number(1000)));
        RecordFilter early = new RecordFilter.SequenceNumbers(Bounds.to(number(400)));

        assertThat(key.withoutHashKeys()).isEqualTo(RecordFilter.any());
        assertThat(late.withoutHashKeys()).isSameAs(late);
        assertThat(key.and(late).withoutHashKeys()).isEqualTo(late);
        assertThat(key.or(late).withoutHashKeys()).isEqualTo(RecordFilter.any());
        assertThat(key.and(late).or(early).withoutHashKeys()).isEqualTo(late.or(early));
        assertThat(RecordFilter.none().withoutHashKeys()).isEqualTo(RecordFilter.none());
    }

    @Test
    public void aShardWhoseHashKeysAreUnknownMayHaveAnyKey() {
        Scope unknown = new Scope(SHARDS.get(0).id(), Optional.empty(), Bounds.all(), Bounds.all());
        assertThat(RecordFilter.PartitionKeys.of(Set.of("a")).narrow(unknown)).contains(unknown);
    }

    @Test
    public void sequenceNumbersLeaveThePartOfEachShardThatHasThem() {
        RecordFilter filter = new RecordFilter.SequenceNumbers(Bounds.of(number(400), number(600)))
                .or(new RecordFilter.SequenceNumbers(Bounds.from(number(5000))));
        assertThat(SHARDS.stream().map(Scope::of).map(filter::narrow).map(scope -> scope.map(Scope::numbers)))
                .containsExactly(
                        Optional.of(Bounds.of(number(400), number(499))),
                        Optional.of(Bounds.of(number(400), number(600))),
                        Optional.of(Bounds.of(number(500), number(600))),
                        Optional.of(Bounds.of(number(500), number(600))));
    }

    @Test
    public void textsNarrowOnlyWhereAllNumbersHaveAsManyDigits() {
        RecordFilter less = new RecordFilter.SequenceTexts(false, false, "45");
        assertThat(less.narrow(Scope.of(SHARDS.get(0))).map(Scope::numbers))
                .contains(Bounds.of(number(100), number(449)));
        assertThat(less.narrow(Scope.of(SHARDS.get(1)))).contains(Scope.of(SHARDS.get(1)));
        assertThat(less.narrow(Scope.of(SHARDS.get(2)))).isEmpty();
    }

    @Test
    public void andDropsWhatOneOfThemDrops() {
        RecordFilter first = new RecordFilter.Shards(id -> id.value().endsWith("0"));
        RecordFilter second = new RecordFilter.Shards(id -> id.value().endsWith("2"));
        assertThat(left(first.and(second))).isEmpty();
        assertThat(left(first.or(second))).containsExactly("0", "2");
        assertThat(left(first.or(RecordFilter.any()))).hasSize(SHARDS.size());
        assertThat(left(first.and(RecordFilter.any()))).containsExactly("0");
        assertThat(left(RecordFilter.none().or(second))).containsExactly("2");
        assertThat(left(second.and(RecordFilter.none()))).isEmpty();
    }
}
