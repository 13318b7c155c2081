package io.millrace.service.policy;

/** What a policy says to a request. */
public enum Decision {
    /** A statement allows it and none denies it. */
    ALLOWED,
    /** A statement denies it, whatever others say. */
    DENIED,
    /** No statement is about it. */
    SILENT
}
