package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps a stream's records for a shorter time; older ones are gone at once. */
final class DecreaseStreamRetentionPeriod implements Action {
    private final Core core;

    DecreaseStreamRetentionPeriod(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return RetentionPeriod.INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        core.change(caller, input, stream -> {
            int hours = RetentionPeriod.hours(input);
            int now = stream.settings().retentionHours();
            if (hours > now) {
                throw new InvalidArgumentException("Requested retention period (" + hours + " hours) for stream "
                        + stream.name() + " can not be longer than existing retention period (" + now
                        + " hours). Use IncreaseRetentionPeriod API.");
            }
            return RetentionPeriod.change(core, stream, hours);
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
