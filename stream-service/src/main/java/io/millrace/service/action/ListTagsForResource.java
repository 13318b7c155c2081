package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the tags of the stream, consumer or channel that an ARN names. */
record ListTagsForResource(TagOwners owners) implements Action {
    private static final Shape INPUT = Shape.of(Members.resourceArn().needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Map<String, String> tags = owners.resource(caller, input).tags();
        return CompletableFuture.completedFuture(out -> Tags.write(out, tags.entrySet()));
    }
}
