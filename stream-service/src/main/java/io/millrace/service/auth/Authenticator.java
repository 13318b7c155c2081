package io.millrace.service.auth;

/** Finds out who sent a request. Implementations are thread-safe. */
public interface Authenticator {
    /**
     * The sender.
     *
     * @throws io.millrace.service.error.ServiceException when the request does not prove it
     */
    Identity identify(SignedRequest request);
}
