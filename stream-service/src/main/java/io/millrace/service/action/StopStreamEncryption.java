package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores the records that are put from now on as they are; older ones stay encrypted and readable. */
final class StopStreamEncryption implements Action {
    private final Core core;

    StopStreamEncryption(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return Encryption.INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Encryption.checkType(input);
        core.change(caller, input, stream -> Encryption.change(core, stream, null));
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
