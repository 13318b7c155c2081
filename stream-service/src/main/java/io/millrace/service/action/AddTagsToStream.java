package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Adds tags to a stream. */
record AddTagsToStream(TagOwners owners) implements Action {
    private static final Shape INPUT =
            Shape.of(Members.streamName(), Tags.member().needed(), Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        TagOwners.add(owners.stream(caller, input), input);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
