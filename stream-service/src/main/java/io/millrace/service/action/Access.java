package io.millrace.service.action;

import io.millrace.service.error.ServiceException.AccessDeniedException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.policy.Decision;
import io.millrace.service.policy.NewPolicy;
import io.millrace.service.policy.ResourcePolicy;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Consumer;
import io.millrace.service.stream.StreamKey;
import java.util.Optional;

/**
 * Who may use which stream and consumer. A caller's key must allow it. The resource policy can take it away again; for
 * a resource of another account it must allow it as well. Without a key file nobody's account is known, so policies
 * mean nothing and other accounts can't be reached.
 */
record Access(Catalogue catalogue) {
    /**
     * The key of a stream by its ARN, whether or not the caller may use it.
     *
     * @throws ResourceNotFoundException when the caller can't reach the region or account
     */
    StreamKey named(Caller caller, StreamArn arn) {
        StreamKey key = new StreamKey(arn.account(), arn.region(), arn.name());
        if (!reaches(caller, key)) {
            throw new ResourceNotFoundException("Stream " + arn.name() + " under account " + arn.account()
                    + " not found in region " + arn.region() + ": the request is for account " + caller.account()
                    + " in region " + caller.region() + ".");
        }
        return key;
    }

    /** Whether a stream can be told to a caller at all. */
    boolean reaches(Caller caller, StreamKey key) {
        return key.region().equals(caller.region())
                && (key.account().equals(caller.account()) || caller.identity().proven());
    }

    /**
     * The key itself. Every stream that a request names, be it in an iterator or token, goes through here.
     *
     * @throws AccessDeniedException when the caller may not do the operation with that stream
     */
    StreamKey stream(Caller caller, StreamKey key) {
        caller.checked(key);
        if (caller.identity().proven()) {
            String arn = new StreamArn(key.region(), key.account(), key.name()).toString();
            check(caller, key, arn, catalogue.find(key).flatMap(stream -> stream.settings()
                    .protection()
                    .resourcePolicy()));
        }
        return key;
    }

    /**
     * Sees that a caller may do the operation with a consumer.
     *
     * @param consumer empty when there is none, which other accounts aren't told
     * @throws AccessDeniedException when not
     */
    void consumer(Caller caller, StreamKey key, String name, Optional<Consumer> consumer) {
        caller.checked(key);
        if (caller.identity().proven()) {
            StreamArn stream = new StreamArn(key.region(), key.account(), key.name());
            String arn = consumer.map(found -> ConsumerArn.of(stream, found).toString())
                    .orElse(stream + "/consumer/" + name);
            check(caller, key, arn, consumer.flatMap(Consumer::resourcePolicy));
        }
    }

    private static void check(Caller caller, StreamKey key, String arn, Optional<String> policy) {
        ResourcePolicy.Request request =
                new ResourcePolicy.Request(caller.account(), caller.identity().principal(), caller.action(), arn);
        Decision decision = policy.map(ResourcePolicy::stored)
                .map(found -> found.decide(request))
                .orElse(Decision.SILENT);
        boolean own = key.account().equals(caller.account());
        // Else an owner could lock itself out for good.
        boolean mending = own && caller.action().endsWith(PolicyOwners.OPERATIONS);
        if (decision == Decision.DENIED && !mending) {
            throw caller.denied(arn, "with an explicit deny in a resource-based policy");
        }
        if (!own && (decision != Decision.ALLOWED || !NewPolicy.canShare(caller.action()))) {
            throw caller.denied(
                    arn, "because no resource-based policy allows the kinesis:" + caller.action() + " action");
        }
    }
}
