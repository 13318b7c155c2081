package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;

/**
 * Where a list goes on; {@link PageTokens} gives it the form in which a client holds it.
 *
 * @param kind what is listed
 * @param stream number of the stream whose shards or consumers are listed; 0 for a list of streams or channels
 * @param last the last thing on the page before
 * @param filter what the list is confined to, in the form of its owner
 */
record PageToken(String kind, long stream, String last, String filter) {
    static final String STREAMS = "streams";
    static final String SHARDS = "shards";
    static final String CONSUMERS = "consumers";
    static final String CHANNELS = "channels";

    /** This token, which must be of a list of that stream. */
    PageToken of(long wanted) {
        if (stream != wanted) {
            throw invalid();
        }
        return this;
    }

    /** This token, which must be of a list that is confined to that. */
    PageToken within(String wanted) {
        if (!filter.equals(wanted)) {
            throw invalid();
        }
        return this;
    }

    static InvalidArgumentException invalid() {
        return new InvalidArgumentException("NextToken is not valid.");
    }
}
