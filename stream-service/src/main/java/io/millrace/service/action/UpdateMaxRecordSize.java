package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Changes how large a record of a stream may be. */
record UpdateMaxRecordSize(StreamChanges changes) implements Action {
    private static final Shape INPUT =
            Shape.of(Members.streamArn(), Members.maxRecordKib().needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        changes.changeSettings(
                caller, input, settings -> settings.withMaxRecordKib(input.number(Members.MAX_RECORD_KIB)));
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
