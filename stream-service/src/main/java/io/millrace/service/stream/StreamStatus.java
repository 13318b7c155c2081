package io.millrace.service.stream;

/** The states of a stream, named as in the API. */
public enum StreamStatus {
    CREATING,
    ACTIVE,
    UPDATING,
    DELETING
}
