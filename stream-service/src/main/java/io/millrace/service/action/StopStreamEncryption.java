package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores the records that are put from now on as they are; older ones stay encrypted and readable. */
record StopStreamEncryption(StreamChanges changes) implements Action {
    @Override
    public Shape input() {
        return Encryption.INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Encryption.checkType(input);
        changes.changeSettings(caller, input, settings -> Encryption.withKey(settings, null));
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
