package io.millrace.filter;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.read.KinesisRecord;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Conditions that are asked of some records, each with what it means, said in another way. */
final class RandomFilters {
    private final Random random;
    private final List<KinesisRecord> records;

    /** Conditions whose values are often those of the records. */
    RandomFilters(Random random, List<KinesisRecord> records) {
        this.random = random;
        this.records = records;
    }

    record Sample(String text, RecordFilter filter, Predicate<KinesisRecord> matches) {}

    /** One of any kind. */
    Sample next(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> partitionKeys();
            case 1 -> shards();
            case 2 -> numbers();
            case 3 -> arrivals();
            case 4 -> texts();
            case 5 ->
                random.nextBoolean()
                        ? new Sample("any", RecordFilter.any(), record -> true)
                        : new Sample("none", RecordFilter.none(), record -> false);
            case 6 -> and(next(depth - 1), next(depth - 1));
            default -> or(next(depth - 1), next(depth - 1));
        };
    }

    private static Sample and(Sample one, Sample other) {
        return new Sample(
                "(" + one.text + " and " + other.text + ")",
                one.filter.and(other.filter),
                one.matches.and(other.matches));
    }

    private static Sample or(Sample one, Sample other) {
        return new Sample(
                "(" + one.text + " or " + other.text + ")", one.filter.or(other.filter), one.matches.or(other.matches));
    }

    private KinesisRecord one() {
        return records.get(random.nextInt(records.size()));
    }

    private Sample partitionKeys() {
        List<String> keys = List.of(one().partitionKey(), one().partitionKey(), "of no record");
        return new Sample(
                "key in " + keys, RecordFilter.PartitionKeys.of(keys), record -> keys.contains(record.partitionKey()));
    }

    private Sample shards() {
        String shard = one().shard().value();
        return random.nextBoolean()
                ? new Sample(
                        "shard " + shard,
                        new RecordFilter.Shards(id -> id.value().equals(shard)),
                        record -> record.shard().value().equals(shard))
                : new Sample(
                        "shard up to " + shard,
                        new RecordFilter.Shards(id -> id.value().compareTo(shard) <= 0),
                        record -> record.shard().value().compareTo(shard) <= 0);
    }

    private Sample numbers() {
        BigInteger from = one().sequenceNumber().value().add(BigInteger.valueOf(random.nextInt(3) - 1));
        BigInteger to = from.max(one().sequenceNumber().value());
        if (random.nextInt(3) == 0) {
            to = from;
        }
        BigInteger last = to;
        return new Sample(
                "number " + from + " to " + to,
                new RecordFilter.SequenceNumbers(Bounds.of(new SequenceNumber(from), new SequenceNumber(to))),
                record -> record.sequenceNumber().value().compareTo(from) >= 0
                        && record.sequenceNumber().value().compareTo(last) <= 0);
    }

    private Sample arrivals() {
        Instant from = cut(one().arrival()).plusMillis(random.nextInt(3) - 1);
        Instant to = from.plus(Duration.ofMillis(random.nextInt(200)));
        return switch (random.nextInt(3)) {
            case 0 ->
                new Sample(
                        "from " + from, new RecordFilter.Arrivals(Bounds.from(from)), record -> !cut(record.arrival())
                                .isBefore(from));
            case 1 ->
                new Sample("up to " + from, new RecordFilter.Arrivals(Bounds.to(from)), record -> !cut(record.arrival())
                        .isAfter(from));
            default ->
                new Sample(
                        "from " + from + " to " + to,
                        new RecordFilter.Arrivals(Bounds.of(from, to)),
                        record -> !cut(record.arrival()).isBefore(from)
                                && !cut(record.arrival()).isAfter(to));
        };
    }

    private static Instant cut(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }

    /** Texts as long as sequence numbers are, shorter and longer ones. */
    private Sample texts() {
        String digits = one().sequenceNumber().toString();
        String text =
                switch (random.nextInt(3)) {
                    case 0 -> digits;
                    case 1 -> digits.substring(0, 1 + random.nextInt(digits.length()));
                    default -> digits + random.nextInt(10);
                };
        boolean greater = random.nextBoolean();
        boolean orEqual = random.nextBoolean();
        return new Sample(
                "text " + (greater ? ">" : "<") + (orEqual ? "= '" : " '") + text + "'",
                new RecordFilter.SequenceTexts(greater, orEqual, text),
                record -> {
                    int order = record.sequenceNumber().toString().compareTo(text);
                    return order == 0 ? orEqual : order > 0 == greater;
                });
    }
}
