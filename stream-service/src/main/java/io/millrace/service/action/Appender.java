package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardSealedException;
import io.millrace.service.stream.HashKeyRange;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Routes records to the open shards that take their hash keys and appends them. A record whose shard is split or
 * merged on the way goes to the shard that took its place. Thread-safe.
 */
final class Appender {
    private final Core core;

    Appender(Core core) {
        this.core = core;
    }

    /** A record and where it goes. */
    record Routed(NewRecord content, BigInteger hashKey) {}

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
     * @param path of the members in messages: empty, or with a dot at its end
     */
    static Routed read(Input entry, String path, Stream stream) {
        NewRecord incoming = new NewRecord(entry.text(Members.PARTITION_KEY), entry.blob(Members.DATA));
        int most = stream.settings().maxRecordKib() * 1024;
        if (incoming.size() > most) {
            int length = incoming.data().length;
            throw Shape.violation(
                    "java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]",
                    path + "data",
                    "Member must have length less than or equal to " + most);
        }
        BigInteger hash = entry.maybeText(Members.EXPLICIT_HASH_KEY)
                .map(Appender::hashKey)
                .orElseGet(() -> HashKeyRange.hash(incoming.partitionKey()));
        return new Routed(incoming, hash);
    }

    private static BigInteger hashKey(String decimal) {
        BigInteger key = new BigInteger(decimal);
        if (key.compareTo(HashKeyRange.MAX) > 0) {
            throw new InvalidArgumentException("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, "
                    + "2^128-1]. Specified value was " + decimal);
        }
        return key;
    }

    /**
     * Appends records of one request.
     *
     * @return where each went, in their order, once all are on disk or have failed. Completes on the log's thread:
     *     what is attached must be short or run elsewhere.
     */
    CompletionStage<List<Placed>> append(StreamKey key, List<Routed> records) {
        Placed[] placed = new Placed[records.size()];
        List<Integer> all = new ArrayList<>(records.size());
        for (int i = 0; i < placed.length; i++) {
            all.add(i);
        }
        return place(key, records, all, placed).thenApply(done -> List.of(placed));
    }

    private CompletableFuture<Void> place(StreamKey key, List<Routed> records, List<Integer> which, Placed[] placed) {
        Stream stream = core.catalogue()
                .find(key)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "Stream " + key.name() + " under account " + key.account() + " not found."));
        // By identity: else all the numbers of a shard are hashed for every record.
        IdentityHashMap<Shard, List<Integer>> byShard = new IdentityHashMap<>();
        for (int i : which) {
            byShard.computeIfAbsent(stream.route(records.get(i).hashKey()), shard -> new ArrayList<>())
                    .add(i);
        }
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        byShard.forEach((shard, indices) -> {
            List<NewRecord> batch =
                    indices.stream().map(i -> records.get(i).content()).toList();
            parts.add(core.log()
                    .append(stream.logKey(shard), batch)
                    .thenAccept(numbers -> {
                        for (int i = 0; i < numbers.size(); i++) {
                            placed[indices.get(i)] = new Placed(shard, numbers.get(i), null);
                        }
                    })
                    .exceptionallyCompose(failure -> {
                        if (cause(failure) instanceof ShardSealedException) {
                            return place(key, records, indices, placed);
                        }
                        indices.forEach(i -> placed[i] = new Placed(shard, null, cause(failure)));
                        return CompletableFuture.completedFuture(null);
                    }));
        });
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
