package io.millrace.service.action;

import io.millrace.service.auth.Identity;
import io.millrace.service.error.ServiceException.AccessDeniedException;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamKey.Home;
import java.util.function.Consumer;

/**
 * Who asks, and for what operation.
 *
 * @param identity that the request's signature proves
 * @param action name of the operation
 * @param names is told the stream that the request names
 */
public record Caller(Identity identity, String action, Consumer<StreamKey> names) {
    public String account() {
        return identity.account();
    }

    public String region() {
        return identity.region();
    }

    /** Where the streams are that the caller names without an ARN: accounts and regions have separate streams. */
    public Home home() {
        return new Home(account(), region());
    }

    /** The key of a stream that the caller names. */
    public StreamKey stream(String name) {
        return checked(home().key(name));
    }

    /**
     * The key itself, when the caller's key allows that stream; {@link Access} sees to policies.
     *
     * @throws AccessDeniedException when the caller's key may not use that stream
     */
    public StreamKey checked(StreamKey key) {
        if (!identity.permissions().allowsStream(key.name())) {
            throw denied(new StreamArn(key.region(), key.account(), key.name()).toString());
        }
        names.accept(key);
        return key;
    }

    /**
     * Sees that the caller may do the operation at all.
     *
     * @throws AccessDeniedException when not
     */
    public void checkAction() {
        if (!identity.permissions().allowsAction(action)) {
            throw denied("*");
        }
    }

    /**
     * For operations that concern all streams of the account.
     *
     * @throws AccessDeniedException when the caller's key is for some streams only
     */
    public void checkAllStreams() {
        if (!identity.permissions().allowsAllStreams()) {
            throw denied("*");
        }
    }

    private AccessDeniedException denied(String resource) {
        return denied(resource, "because no identity-based policy allows the kinesis:" + action + " action");
    }

    AccessDeniedException denied(String resource, String why) {
        return new AccessDeniedException("User: " + identity.principal() + " is not authorized to perform: kinesis:"
                + action + " on resource: " + resource + " " + why);
    }
}
