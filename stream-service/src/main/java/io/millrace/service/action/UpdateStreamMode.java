package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes a stream provisioned or on-demand; its shards stay as they are. */
record UpdateStreamMode(StreamChanges changes, InstantSource clock) implements Action {
    private static final Shape INPUT =
            Shape.of(Members.streamArn().needed(), Members.modeDetails().needed(), Members.warmThroughput());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        String mode = input.object(Members.MODE_DETAILS).text(Members.MODE);
        changes.change(caller, input, stream -> {
            if (mode.equals(StreamSettings.PROVISIONED)) {
                checkChannels(stream);
            }
            return Resharding.settings(stream, changed(stream.settings(), mode, input), changes.settling());
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }

    private static StreamSettings changed(StreamSettings settings, String mode, Input input) {
        if (settings.distributesItself() && mode.equals(StreamSettings.PROVISIONED)) {
            // Its producers may give no partition keys, which a provisioned stream would refuse from then on.
            throw new InvalidArgumentException("A stream in PROVISIONED mode can't have the"
                    + " RecordDistributionStrategy AUTO. Change it to USER_PARTITION_KEY first.");
        }
        // What a stream was to be ready for means nothing in the other mode.
        StreamSettings changed = settings.withMode(mode).withWarmThroughputMibps(0);
        return input.has(Members.WARM_THROUGHPUT)
                ? WarmThroughput.change(changed, input.number(Members.WARM_THROUGHPUT))
                : changed;
    }

    /** Channels deliver from streams on demand only. */
    private void checkChannels(Stream stream) {
        if (!stream.channels(clock.instant()).isEmpty()) {
            throw new ResourceInUseException(stream.inMessages()
                    + " has channels, which only streams in ON_DEMAND mode can have: delete them first.");
        }
    }
}
