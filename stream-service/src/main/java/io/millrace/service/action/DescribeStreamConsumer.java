package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes a consumer. */
record DescribeStreamConsumer(Consumers consumers, InstantSource clock) implements Action {
    @Override
    public Shape input() {
        return Consumers.NAMED;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Consumers.Found found = consumers.find(caller, input);
        return CompletableFuture.completedFuture(out -> out.object("ConsumerDescription", inner -> {
            Consumers.write(inner, found, clock.instant());
            inner.text(Members.STREAM_ARN, StreamArn.of(found.stream()));
        }));
    }
}
