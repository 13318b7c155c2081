package io.millrace.service.channel;

/** The states of a channel, named as in the API. */
public enum ChannelStatus {
    CREATING,
    ACTIVE,
    UPDATING,
    DELETING,
    FAILED
}
