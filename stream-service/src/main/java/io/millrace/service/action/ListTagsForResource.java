package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the tags of the stream that an ARN names. */
final class ListTagsForResource implements Action {
    private static final Shape INPUT = Shape.of(Members.resourceArn().needed());

    private final Core core;

    ListTagsForResource(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        StreamKey key = core.resourceKey(caller, input);
        Stream stream = core.catalogue().find(key).orElseThrow(core.missing(key));
        return CompletableFuture.completedFuture(out -> Tags.write(out, Tags.of(stream)));
    }
}
