package io.millrace.service.action;

import io.millrace.service.stream.StreamKey.Home;

/**
 * Who asks.
 *
 * @param account of the key that signed the request; accounts have separate streams
 * @param region from the scope of the request's credentials; regions have separate streams
 */
public record Caller(String account, String region) {
    /** Where the streams are that the caller names without an ARN. */
    public Home home() {
        return new Home(account, region);
    }
}
