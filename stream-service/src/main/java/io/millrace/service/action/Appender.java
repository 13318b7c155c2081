package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.ShardSealedException;
import io.millrace.service.stream.HashKey;
import io.millrace.service.stream.HashKeyRange;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Routes records to the open shards that take their hash keys and appends them. A record whose shard is split or
 * merged on the way goes to the shard that took its place. Thread-safe.
 */
final class Appender {
    private final Streams streams;
    private final ShardLog log;
    private final Traffic traffic;

    Appender(Streams streams, ShardLog log, Traffic traffic) {
        this.streams = streams;
        this.log = log;
        this.traffic = traffic;
    }

    /** A record and where it goes. */
    record Routed(NewRecord content, HashKey hashKey) {}

    /**
     * Where a record was put, or why it was not.
     *
     * @param shard where it was to go
     * @param number null when it was not put
     * @param failure null when it was put
     */
    record Placed(Shard shard, SequenceNumber number, Throwable failure) {}

    /**
     * Reads a record's members.
     *
     * @param place of the record in its request, from 0 on, for messages; -1 when it is the request
     */
    static Routed read(Input entry, int place, Stream stream) {
        boolean free = stream.settings().distributesItself();
        String partitionKey = entry.text(Members.PARTITION_KEY);
        if (partitionKey == null && !free) {
            throw Shape.lacking(path(place, "partitionKey"));
        }
        NewRecord incoming = new NewRecord(partitionKey, entry.blob(Members.DATA));
        int most = stream.settings().maxRecordKib() * 1024;
        if (incoming.size() > most) {
            int length = incoming.data().length;
            throw Shape.violation(
                    "java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]",
                    path(place, "data"),
                    "Member must have length less than or equal to " + most);
        }
        Optional<HashKey> explicit = entry.maybeText(Members.EXPLICIT_HASH_KEY).map(Appender::hashKey);
        HashKey hash = free ? stream.anyHashKey() : explicit.orElseGet(() -> HashKey.of(partitionKey));
        return new Routed(incoming, hash);
    }

    private static String path(int place, String member) {
        return place < 0 ? member : "records." + (place + 1) + ".member." + member;
    }

    private static HashKey hashKey(String decimal) {
        BigInteger key = new BigInteger(decimal);
        if (key.compareTo(HashKeyRange.MAX) > 0) {
            throw new InvalidArgumentException("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, "
                    + "2^128-1]. Specified value was " + decimal);
        }
        return HashKey.of(key);
    }

    /**
     * Appends records of one request.
     *
     * @return where each went, in their order, once all are on disk or have failed. Completes on one of the log's
     *     threads: what is attached must be short or run elsewhere.
     */
    CompletionStage<List<Placed>> append(StreamKey key, List<Routed> records) {
        Placed[] placed = new Placed[records.size()];
        int[] all = IntStream.range(0, placed.length).toArray();
        return place(key, records, all, placed).thenApply(done -> {
            streams.maybe(key).ifPresent(stream -> traffic.put(stream, records, placed));
            return Arrays.asList(placed);
        });
    }

    private CompletableFuture<?> place(StreamKey key, List<Routed> records, int[] which, Placed[] placed) {
        Stream stream = streams.find(key);
        // By identity: else all the numbers of a shard are hashed for every record.
        IdentityHashMap<Shard, IntStream.Builder> byShard = new IdentityHashMap<>();
        for (int i : which) {
            Shard shard = stream.route(records.get(i).hashKey());
            if (traffic.takes(stream, shard, records.get(i))) {
                byShard.computeIfAbsent(shard, one -> IntStream.builder()).add(i);
            } else {
                placed[i] = new Placed(shard, null, Traffic.exceeded(stream, shard));
            }
        }
        List<CompletableFuture<?>> parts = new ArrayList<>(byShard.size());
        byShard.forEach((shard, indices) -> parts.add(
                append(key, records, new Part(stream, shard, indices.build().toArray()), placed)));
        return parts.size() == 1 ? parts.get(0) : CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
    }

    /** The records of a request that go to one shard, by their places in the request. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(Stream stream, Shard shard, int[] which) {}

    private CompletableFuture<?> append(StreamKey key, List<Routed> records, Part part, Placed[] placed) {
        List<NewRecord> batch = new ArrayList<>(part.which().length);
        for (int i : part.which()) {
            batch.add(records.get(i).content());
        }
        return log.append(part.stream().logKey(part.shard()), batch)
                .thenAccept(numbers -> {
                    for (int i = 0; i < numbers.size(); i++) {
                        placed[part.which()[i]] = new Placed(part.shard(), numbers.get(i), null);
                    }
                })
                .exceptionallyCompose(failure -> {
                    if (cause(failure) instanceof ShardSealedException) {
                        return place(key, records, part.which(), placed).thenApply(done -> null);
                    }
                    for (int i : part.which()) {
                        placed[i] = new Placed(part.shard(), null, cause(failure));
                    }
                    return CompletableFuture.completedFuture(null);
                });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
