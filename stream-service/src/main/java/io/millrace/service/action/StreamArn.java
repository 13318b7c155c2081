package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;

/** The ARN of a stream, of the form {@code arn:aws:kinesis:REGION:ACCOUNT:stream/NAME}. */
record StreamArn(String region, String account, String name) {
    private static final String STREAM = "stream/";

    /** @param arn matches a pattern in {@link Members} */
    static StreamArn parse(String arn) {
        String[] parts = arn.split(":", 6);
        return new StreamArn(parts[3], parts[4], parts[5].substring(parts[5].indexOf(STREAM) + STREAM.length()));
    }

    static StreamArn of(Stream stream) {
        return of(stream.header().key());
    }

    static StreamArn of(StreamKey key) {
        return new StreamArn(key.region(), key.account(), key.name());
    }

    @Override
    public String toString() {
        return "arn:aws:kinesis:" + region + ":" + account + ":stream/" + name;
    }
}
