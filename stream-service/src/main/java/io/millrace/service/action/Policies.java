package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.stream.StreamStatus;
import io.millrace.service.wire.Input;
import java.util.Optional;

/** What the operations on resource policies have in common. */
final class Policies {
    static final String POLICY = "Policy";
    /** What their names end with. */
    static final String OPERATIONS = "ResourcePolicy";

    private Policies() {}

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
    static Owner resource(Core core, Caller caller, Input input) {
        String arn = input.text(Members.RESOURCE_ARN);
        if (ChannelArn.isOne(arn)) {
            throw new InvalidArgumentException(
                    "Channels have no resource policies: " + arn + " must be the ARN of a stream or consumer.");
        }
        Optional<ConsumerArn> consumer = ConsumerArn.parse(arn);
        if (consumer.isPresent()) {
            return new OfConsumer(core, Consumers.find(core, caller, consumer.get()));
        }
        StreamKey key = core.arnKey(caller, StreamArn.parse(arn));
        return new OfStream(core, core.catalogue().find(key).orElseThrow(core.missing(key)));
    }

    private record OfStream(Core core, Stream stream) implements Owner {
        @Override
        public String arn() {
            return core.arn(stream);
        }

        @Override
        public Optional<String> policy() {
            return stream.settings().protection().resourcePolicy();
        }

        @Override
        public void change(String policy) {
            StreamKey key = stream.header().key();
            core.catalogue().change(key, core.missing(key), now -> attached(now, policy));
        }

        private Catalogue.Change attached(Stream now, String policy) {
            StreamStatus status = now.status(core.clock().instant());
            if (status != StreamStatus.ACTIVE) {
                throw new ResourceInUseException("Stream " + now.name() + " under account " + now.account()
                        + " not ACTIVE, instead in state " + status);
            }
            StreamSettings settings = now.settings();
            return Resharding.relabel(
                    now, settings.withProtection(settings.protection().withPolicy(policy)));
        }
    }

    private record OfConsumer(Core core, Consumers.Found found) implements Owner {
        @Override
        public String arn() {
            return ConsumerArn.of(core.streamArn(found.stream()), found.consumer())
                    .toString();
        }

        @Override
        public Optional<String> policy() {
            return found.consumer().resourcePolicy();
        }

        @Override
        public void change(String policy) {
            found.checkActive(core);
            Consumers.change(core, found, one -> one.withPolicy(policy));
        }
    }
}
