package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says what throughput an on-demand stream is to be ready for. */
record UpdateStreamWarmThroughput(StreamChanges changes) implements Action {
    private static final Shape INPUT = Shape.of(
            Members.streamArn(), Members.streamName(), Members.warmThroughput().needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = changes.changeSettings(
                caller, input, settings -> WarmThroughput.change(settings, input.number(Members.WARM_THROUGHPUT)));
        return CompletableFuture.completedFuture(out -> {
            out.text(Members.STREAM_ARN, StreamArn.of(stream)).text(Members.STREAM_NAME, stream.name());
            WarmThroughput.write(out, stream.settings());
        });
    }
}
