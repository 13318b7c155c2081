package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.wire.Input;
import java.util.Optional;

/** What can have a resource policy, and how a request names it. Thread-safe. */
record PolicyOwners(Streams streams, StreamChanges changes, Consumers consumers) {
    static final String POLICY = "Policy";
    /** What their names end with. */
    static final String OPERATIONS = "ResourcePolicy";

    /** What can have a policy: a stream or one of its consumers. */
    interface Owner {
        String arn();

        Optional<String> policy();

        /**
         * Puts another policy in place of what there is.
         *
         * @param policy null for none
         */
        void change(String policy);
    }

    /** The stream or consumer that a request names. */
    Owner of(Caller caller, Input input) {
        String arn = input.text(Members.RESOURCE_ARN);
        if (ChannelArn.isOne(arn)) {
            throw new InvalidArgumentException(
                    "Channels have no resource policies: " + arn + " must be the ARN of a stream or consumer.");
        }
        Optional<ConsumerArn> consumer = ConsumerArn.parse(arn);
        if (consumer.isPresent()) {
            return new OfConsumer(consumers, consumers.find(caller, consumer.get()));
        }
        return new OfStream(streams, changes, streams.find(streams.key(caller, StreamArn.parse(arn))));
    }

    private record OfStream(Streams streams, StreamChanges changes, Stream stream) implements Owner {
        @Override
        public String arn() {
            return StreamArn.of(stream).toString();
        }

        @Override
        public Optional<String> policy() {
            return stream.settings().protection().resourcePolicy();
        }

        @Override
        public void change(String policy) {
            changes.changeInAnyState(stream.header().key(), now -> attached(now, policy));
        }

        private Catalogue.Change attached(Stream now, String policy) {
            streams.checkActive(now);
            StreamSettings settings = now.settings();
            return Resharding.relabel(
                    now, settings.withProtection(settings.protection().withPolicy(policy)));
        }
    }

    private record OfConsumer(Consumers consumers, Consumers.Found found) implements Owner {
        @Override
        public String arn() {
            return found.arn().toString();
        }

        @Override
        public Optional<String> policy() {
            return found.consumer().resourcePolicy();
        }

        @Override
        public void change(String policy) {
            consumers.checkActive(found);
            consumers.change(found, one -> one.withPolicy(policy));
        }
    }
}
