package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes tags from the stream, consumer or channel that an ARN names. */
record UntagResource(TagOwners owners) implements Action {
    private static final Shape INPUT =
            Shape.of(Tags.keys(), Members.resourceArn().needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        TagOwners.remove(owners.resource(caller, input), input);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
