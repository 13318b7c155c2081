package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes tags from a stream. */
record RemoveTagsFromStream(TagOwners owners) implements Action {
    private static final Shape INPUT = Shape.of(Members.streamName(), Tags.keys(), Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        TagOwners.remove(owners.stream(caller, input), input);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
