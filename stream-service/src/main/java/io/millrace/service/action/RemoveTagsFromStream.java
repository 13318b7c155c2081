package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes tags from a stream. */
final class RemoveTagsFromStream implements Action {
    private static final Shape INPUT = Shape.of(Members.streamName(), Tags.keys(), Members.streamArn());

    private final Core core;

    RemoveTagsFromStream(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Tags.remove(Tags.stream(core, caller, input), input);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
