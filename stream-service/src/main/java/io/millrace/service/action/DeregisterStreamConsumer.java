package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a consumer from its stream. */
record DeregisterStreamConsumer(Consumers consumers, StreamChanges changes) implements Action {
    @Override
    public Shape input() {
        return Consumers.NAMED;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Consumers.Found found = consumers.find(caller, input);
        consumers.change(found, one -> one.goneAt(changes.settling().until()));
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
