package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Retention;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps a stream's records for a shorter time; older ones are gone at once. */
record DecreaseStreamRetentionPeriod(StreamChanges changes, Retention retention) implements Action {
    @Override
    public Shape input() {
        return RetentionPeriod.INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        changes.change(caller, input, stream -> {
            int hours = RetentionPeriod.hours(input);
            int now = stream.settings().retentionHours();
            if (hours > now) {
                throw new InvalidArgumentException("Requested retention period (" + hours + " hours) for stream "
                        + stream.name() + " can not be longer than existing retention period (" + now
                        + " hours). Use IncreaseRetentionPeriod API.");
            }
            return Resharding.retention(stream, hours, retention.horizon(stream), changes.settling());
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
