package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One shard in memory, for faults that a sound service does not show: empty pages at any place, iterators that expire,
 * throttling, failures. Iterators are indexes of records. Thread-safe.
 */
public final class FakeStream implements StreamReader {
    public static final StreamIdentity IDENTITY =
            new StreamIdentity("arn:aws:kinesis:eu-west-1:123456789012:stream/logs", Instant.EPOCH);
    public static final ShardId SHARD = new ShardId("shardId-000000000000");

    private final List<StoredRecord> records = new ArrayList<>();
    private final Deque<Optional<RuntimeException>> failures = new ArrayDeque<>();
    private final List<IteratorStart> iterators = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private Instant created = IDENTITY.created();
    private int emptyPages;
    private int mostPerPage = 10_000;
    private boolean closed;
    private int forgottenAfter = Integer.MAX_VALUE;
    private int hiccups;
    private int soundPages;
    private int trimmedPage;
    private long trimmedBefore;
    private int pages;
    private boolean repeating;
    private final Map<String, RecordPage> repeatable = new HashMap<>();
    private int calls;
    private int emptyServed;

    /** Puts a record that arrives at the fake's time. */
    public synchronized FakeStream put(long number, String text) {
        records.add(new StoredRecord(
                SequenceNumber.of(Long.toString(number)),
                text,
                now,
                Payload.sharing(text.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** Holds these records, the same objects for as many fakes as there are. */
    public synchronized FakeStream holding(List<StoredRecord> shared) {
        records.addAll(shared);
        return this;
    }

    public synchronized FakeStream at(Instant time) {
        now = time;
        return this;
    }

    public synchronized Instant now() {
        return now;
    }

    /** Forgets the records up to, but without, a number. */
    public synchronized FakeStream trimBefore(long number) {
        records.removeIf(record -> record.sequenceNumber().value().longValueExact() < number);
        return this;
    }

    /** So many empty pages come before each page with records. */
    public synchronized FakeStream emptyPages(int count) {
        emptyPages = count;
        return this;
    }

    /** Forgets the records up to, but without, a number, when records are asked for the second time. */
    public synchronized FakeStream trimmingBeforeThePageAfterTheFirst(long number) {
        return trimmingBeforePage(2, number);
    }

    /** Forgets the records up to, but without, a number, when records are asked for the page-th time. */
    public synchronized FakeStream trimmingBeforePage(int page, long number) {
        trimmedPage = page;
        trimmedBefore = number;
        return this;
    }

    /** So many of the next answers are empty and claim that nothing follows. */
    public synchronized FakeStream hiccups(int count) {
        hiccups = count;
        return this;
    }

    /** So many answers, whatever they hold, come before what {@link #hiccups} says. */
    public synchronized FakeStream soundPages(int count) {
        soundPages = pages + count;
        return this;
    }

    /** Each answer with records comes once more, to the call after it. */
    public synchronized FakeStream repeating() {
        repeating = true;
        return this;
    }

    public synchronized FakeStream mostPerPage(int count) {
        mostPerPage = count;
        return this;
    }

    /** The next calls for records fail so, one each. */
    public synchronized FakeStream failing(RuntimeException... each) {
        for (RuntimeException failure : each) {
            failures.add(Optional.of(failure));
        }
        return this;
    }

    /** The next calls for records succeed, before those that fail. */
    public synchronized FakeStream succeeding(int count) {
        for (int i = 0; i < count; i++) {
            failures.add(Optional.empty());
        }
        return this;
    }

    /** No record follows. */
    public synchronized FakeStream closeShard() {
        closed = true;
        return this;
    }

    /** After so many pages, all records of the shard, which is closed, have expired, and the stream has forgotten it. */
    public synchronized FakeStream forgetShardAfter(int count) {
        forgottenAfter = count;
        return this;
    }

    private void checkShard() {
        if (isForgotten()) {
            throw new StreamException.NotFound("no such shard", null);
        }
    }

    private boolean isForgotten() {
        return pages >= forgottenAfter;
    }

    /** The number of the last record. */
    public synchronized SequenceNumber last() {
        return records.get(records.size() - 1).sequenceNumber();
    }

    /** Another stream of the same name, from now on. */
    public synchronized FakeStream createdAt(Instant time) {
        created = time;
        return this;
    }

    /** How many calls of any kind were made. */
    public synchronized int calls() {
        return calls;
    }

    /** Where iterators were asked for. */
    public synchronized List<IteratorStart> iterators() {
        return List.copyOf(iterators);
    }

    @Override
    public synchronized String iterator(ShardId shard, IteratorStart start) {
        calls++;
        checkShard();
        iterators.add(start);
        int index = 0;
        while (index < records.size() && !isFrom(start, records.get(index))) {
            index++;
        }
        return Integer.toString(index);
    }

    @Override
    public synchronized RecordPage records(String iterator, int limit) {
        calls++;
        checkShard();
        Optional<RuntimeException> failure = failures.isEmpty() ? Optional.empty() : failures.poll();
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (++pages == trimmedPage) {
            // Before the iterator is looked at, which is an index.
            int before = records.size();
            trimBefore(trimmedBefore);
            return records(Integer.toString(Math.max(0, Integer.parseInt(iterator) - before + records.size())), limit);
        }
        if (hiccups > 0 && pages > soundPages) {
            hiccups--;
            return new RecordPage(List.of(), Optional.of(iterator), Duration.ZERO);
        }
        int from = Integer.parseInt(iterator);
        if (emptyServed < emptyPages) {
            emptyServed++;
            return page(List.of(), from);
        }
        emptyServed = 0;
        RecordPage before = repeatable.remove(iterator);
        if (before != null) {
            return before;
        }
        int to = Math.min(records.size(), from + Math.min(limit, mostPerPage));
        RecordPage found = page(List.copyOf(records.subList(from, to)), to);
        if (repeating && from < to) {
            found.next().ifPresent(next -> repeatable.put(next, found));
        }
        return found;
    }

    private RecordPage page(List<StoredRecord> found, int next) {
        boolean more = next < records.size();
        return new RecordPage(
                found,
                closed && !more ? Optional.empty() : Optional.of(Integer.toString(next)),
                more ? Duration.between(records.get(next).arrival(), now).plusMillis(1) : Duration.ZERO);
    }

    private static boolean isFrom(IteratorStart start, StoredRecord record) {
        if (start instanceof IteratorStart.At at) {
            return record.sequenceNumber().compareTo(at.number()) >= 0;
        }
        if (start instanceof IteratorStart.After after) {
            return record.sequenceNumber().isAfter(after.number());
        }
        return !(start instanceof IteratorStart.AtTime at) || !record.arrival().isBefore(at.time());
    }

    @Override
    public synchronized Description describe() {
        return new Description(new StreamIdentity(IDENTITY.arn(), created), Duration.ofHours(24), true);
    }

    @Override
    public synchronized ShardPage shards(Optional<String> token) {
        Shard only = new Shard(
                SHARD,
                Optional.empty(),
                Optional.empty(),
                BigInteger.ZERO,
                BigInteger.ONE,
                SequenceNumber.of("1"),
                Optional.empty());
        return new ShardPage(isForgotten() ? List.of() : List.of(only), Optional.empty());
    }

    @Override
    public void close() {}
}
