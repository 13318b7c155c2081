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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What the operations on consumers have in common. */
final class Consumers {
    static final String NAME = "ConsumerName";
    static final String ARN = "ConsumerARN";

    /** Names one consumer, by its ARN or by its stream and its own name. */
    static final Shape NAMED = Shape.of(Members.streamArn(), Members.name(NAME), arn());

    private Consumers() {}

    static Member arn() {
        return Member.text(ARN)
                .length(1, 2048)
                .pattern(
                        "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+");
    }

    /** A consumer and its stream. */
    record Found(Stream stream, Consumer consumer) {
        /** Sees that the consumer is ACTIVE. */
        void checkActive(Core core) {
            if (consumer.status(core.clock().instant()) != Consumer.Status.ACTIVE) {
                throw new ResourceInUseException("Consumer " + consumer.name() + " with creation timestamp "
                        + consumer.created().getEpochSecond() + " under stream " + stream.name() + " and account "
                        + stream.account() + " is not in ACTIVE status.");
            }
        }
    }

    /** The consumer that a request names. */
    static Found find(Core core, Caller caller, Input input) {
        if (input.has(ARN)) {
            return find(core, caller, ConsumerArn.required(input.text(ARN)));
        }
        if (!input.has(Members.STREAM_ARN) || !input.has(NAME)) {
            throw new InvalidArgumentException("Either ConsumerARN or both StreamARN and ConsumerName must be given.");
        }
        return find(core, caller, core.named(caller, input), input.text(NAME), any -> true);
    }

    /** The consumer of an ARN. */
    static Found find(Core core, Caller caller, ConsumerArn arn) {
        return find(core, caller, core.access().named(caller, arn.stream()), arn.name(), arn::names);
    }

    private static Found find(Core core, Caller caller, StreamKey key, String name, Predicate<Consumer> meant) {
        Optional<Stream> stream = core.catalogue().find(key);
        Optional<Consumer> consumer = stream.flatMap(
                        found -> found.consumer(name, core.clock().instant()))
                .filter(meant);
        core.access().consumer(caller, key, name, consumer);
        return new Found(stream.orElseThrow(core.missing(key)), consumer.orElseThrow(() -> missing(name, key)));
    }

    private static ResourceNotFoundException missing(String name, StreamKey stream) {
        return new ResourceNotFoundException("Consumer " + name + ", associated with stream " + stream.name()
                + " under account " + stream.account() + ", was not found.");
    }

    /** Changes a consumer, if it is still there. */
    static void change(Core core, Found found, UnaryOperator<Consumer> step) {
        StreamKey key = found.stream().header().key();
        core.catalogue().change(key, core.missing(key), stream -> {
            List<Consumer> all = new ArrayList<>(stream.consumers(core.clock().instant()));
            all.replaceAll(one -> one.name().equals(found.consumer().name()) ? step.apply(one) : one);
            return Resharding.consumers(stream, all);
        });
    }

    /** The change of a stream that registers one more. */
    static Catalogue.Change added(Core core, Stream stream, Consumer consumer) {
        List<Consumer> all = new ArrayList<>(stream.consumers(core.clock().instant()));
        all.add(consumer);
        return Resharding.consumers(stream, all);
    }

    static void write(Output out, Core core, Stream stream, Consumer consumer) throws IOException {
        out.text(NAME, consumer.name())
                .text(ARN, ConsumerArn.of(core.streamArn(stream), consumer))
                .text("ConsumerStatus", consumer.status(core.clock().instant()))
                .time("ConsumerCreationTimestamp", consumer.created());
    }
}
