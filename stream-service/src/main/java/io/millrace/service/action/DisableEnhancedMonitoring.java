package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps metrics for each shard of a stream no longer. */
record DisableEnhancedMonitoring(StreamChanges changes) implements Action {
    @Override
    public Shape input() {
        return EnhancedMonitoring.INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        return CompletableFuture.completedFuture(EnhancedMonitoring.change(changes, caller, input, List::removeAll));
    }
}
