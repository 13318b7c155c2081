package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says what throughput an on-demand stream is to be ready for. */
final class UpdateStreamWarmThroughput implements Action {
    private static final Shape INPUT = Shape.of(
            Members.streamArn(), Members.streamName(), Members.warmThroughput().needed());

    private final Core core;

    UpdateStreamWarmThroughput(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        core.changeSettings(
                caller, input, settings -> WarmThroughput.change(settings, input.number(Members.WARM_THROUGHPUT)));
        Stream stream = core.stream(caller, input);
        return CompletableFuture.completedFuture(out -> {
            out.text(Members.STREAM_ARN, core.arn(stream)).text(Members.STREAM_NAME, stream.name());
            WarmThroughput.write(out, stream.settings());
        });
    }
}
