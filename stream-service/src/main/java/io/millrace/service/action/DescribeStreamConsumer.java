package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes a consumer. */
final class DescribeStreamConsumer implements Action {
    private final Core core;

    DescribeStreamConsumer(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return Consumers.NAMED;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Consumers.Found found = Consumers.find(core, caller, input);
        return CompletableFuture.completedFuture(out -> out.object("ConsumerDescription", inner -> {
            Consumers.write(inner, core, found.stream(), found.consumer());
            inner.text(Members.STREAM_ARN, core.arn(found.stream()));
        }));
    }
}
