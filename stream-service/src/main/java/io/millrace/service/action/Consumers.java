package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Consumer;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Output;
import io.millrace.service.wire.Shape;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What the operations on consumers have in common: how a request names one, and how it is changed. Thread-safe. */
record Consumers(Streams streams, StreamChanges changes, Access access, InstantSource clock) {
    static final String NAME = "ConsumerName";
    static final String ARN = "ConsumerARN";

    /** Names one consumer, by its ARN or by its stream and its own name. */
    static final Shape NAMED = Shape.of(Members.streamArn(), Members.name(NAME), arn());

    static Member arn() {
        return Member.text(ARN)
                .length(1, 2048)
                .pattern(
                        "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+");
    }

    /** A consumer and its stream. */
    record Found(Stream stream, Consumer consumer) {
        ConsumerArn arn() {
            return ConsumerArn.of(StreamArn.of(stream), consumer);
        }
    }

    /** Sees that a consumer is ACTIVE. */
    void checkActive(Found found) {
        Consumer consumer = found.consumer();
        if (consumer.status(clock.instant()) != Consumer.Status.ACTIVE) {
            throw new ResourceInUseException("Consumer " + consumer.name() + " with creation timestamp "
                    + consumer.created().getEpochSecond() + " under stream "
                    + found.stream().name() + " and account " + found.stream().account() + " is not in ACTIVE status.");
        }
    }

    /** The consumer that a request names. */
    Found find(Caller caller, Input input) {
        if (input.has(ARN)) {
            return find(caller, ConsumerArn.required(input.text(ARN)));
        }
        if (!input.has(Members.STREAM_ARN) || !input.has(NAME)) {
            throw new InvalidArgumentException("Either ConsumerARN or both StreamARN and ConsumerName must be given.");
        }
        return find(caller, streams.named(caller, input), input.text(NAME), any -> true);
    }

    /** The consumer of an ARN. */
    Found find(Caller caller, ConsumerArn arn) {
        return find(caller, streams.named(caller, arn.stream()), arn.name(), arn::names);
    }

    private Found find(Caller caller, StreamKey key, String name, Predicate<Consumer> meant) {
        Optional<Stream> stream = streams.maybe(key);
        Optional<Consumer> consumer =
                stream.flatMap(found -> found.consumer(name, clock.instant())).filter(meant);
        access.consumer(caller, key, name, consumer);
        return new Found(stream.orElseThrow(Streams.missing(key)), consumer.orElseThrow(() -> missing(name, key)));
    }

    private static ResourceNotFoundException missing(String name, StreamKey stream) {
        return new ResourceNotFoundException("Consumer " + name + ", associated with stream " + stream.name()
                + " under account " + stream.account() + ", was not found.");
    }

    /** Changes a consumer, if it is still there. */
    void change(Found found, UnaryOperator<Consumer> step) {
        StreamKey key = found.stream().header().key();
        changes.changeInAnyState(key, stream -> {
            List<Consumer> all = new ArrayList<>(stream.consumers(clock.instant()));
            all.replaceAll(one -> one.name().equals(found.consumer().name()) ? step.apply(one) : one);
            return Resharding.consumers(stream, all);
        });
    }

    /** The change of a stream that registers one more. */
    static Catalogue.Change added(Stream stream, Consumer consumer, Instant now) {
        List<Consumer> all = new ArrayList<>(stream.consumers(now));
        all.add(consumer);
        return Resharding.consumers(stream, all);
    }

    static void write(Output out, Found found, Instant now) throws IOException {
        Consumer consumer = found.consumer();
        out.text(NAME, consumer.name())
                .text(ARN, found.arn())
                .text("ConsumerStatus", consumer.status(now))
                .time("ConsumerCreationTimestamp", consumer.created());
    }
}
