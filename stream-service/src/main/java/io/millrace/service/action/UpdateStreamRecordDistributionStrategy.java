package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets an on-demand stream choose the shards of its records itself, or their keys. Records that it has stay where they
 * are.
 */
record UpdateStreamRecordDistributionStrategy(StreamChanges changes) implements Action {
    private static final Shape INPUT =
            Shape.of(Members.streamArn().needed(), Members.recordDistribution().needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        String strategy = input.text(Members.RECORD_DISTRIBUTION);
        changes.changeSettings(caller, input, settings -> RecordDistribution.change(settings, strategy));
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
