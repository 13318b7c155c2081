package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a consumer from its stream. */
final class DeregisterStreamConsumer implements Action {
    private final Core core;

    DeregisterStreamConsumer(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return Consumers.NAMED;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Consumers.Found found = Consumers.find(core, caller, input);
        Consumers.change(core, found, one -> one.goneAt(core.settling().until()));
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
