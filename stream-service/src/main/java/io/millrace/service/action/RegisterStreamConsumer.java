package io.millrace.service.action;

import io.millrace.service.error.ServiceException.LimitExceededException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.stream.Consumer;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Registers a consumer with a stream. */
record RegisterStreamConsumer(Streams streams, StreamChanges changes) implements Action {
    private static final int MOST = 20;
    private static final int MOST_CREATING = 5;
    private static final Shape INPUT =
            Shape.of(Members.streamArn().needed(), Members.name(Consumers.NAME).needed(), Tags.member());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        StreamKey key = streams.key(caller, input);
        String name = input.text(Consumers.NAME);
        Resharding.Settling settling = changes.settling();
        Consumer consumer = new Consumer(
                name,
                settling.now().toEpochMilli(),
                settling.until().toEpochMilli(),
                null,
                Tags.checked(key, input.textMap(Tags.TAGS)),
                null);
        Stream after = changes.change(caller, input, stream -> {
            check(stream, name, settling.now());
            return Consumers.added(stream, consumer, settling.now());
        });
        Consumers.Found made = new Consumers.Found(after, consumer);
        return CompletableFuture.completedFuture(
                out -> out.object("Consumer", inner -> Consumers.write(inner, made, settling.now())));
    }

    private static void check(Stream stream, String name, Instant now) {
        if (stream.consumer(name, now).isPresent()) {
            throw new ResourceInUseException("Consumer " + name + " of stream " + stream.name() + " under account "
                    + stream.account() + " already exists.");
        }
        if (stream.consumers(now).size() >= MOST) {
            throw new LimitExceededException(
                    stream.inMessages() + " has " + MOST + " consumers already, which is the limit.");
        }
        long creating = stream.consumers(now).stream()
                .filter(one -> one.status(now) == Consumer.Status.CREATING)
                .count();
        if (creating >= MOST_CREATING) {
            throw new LimitExceededException(stream.inMessages() + " has " + MOST_CREATING
                    + " consumers in state CREATING, which is the limit.");
        }
    }
}
