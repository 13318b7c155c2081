package io.millrace.service.log.rocks;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the writer's thread. */
sealed interface WriteOp {
    CompletableFuture<?> outcome();

    /** About how many bytes the operation adds to a batch. */
    default long bytes() {
        return 0;
    }

    record Append(ShardKey shard, List<NewRecord> records, CompletableFuture<List<SequenceNumber>> outcome)
            implements WriteOp {
        @Override
        public long bytes() {
            return records.stream().mapToLong(NewRecord::size).sum();
        }
    }

    record Change(LogChange change, Runnable whenDurable, CompletableFuture<Void> outcome) implements WriteOp {}

    /** Removes the records before a counter. */
    record Trim(ShardKey shard, long beforeCounter, CompletableFuture<Void> outcome) implements WriteOp {}
}
