package io.millrace.client;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.config.StreamReference;
import java.time.Instant;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/**
 * A stream as requests name it: by its ARN where the user gave that, else by its name. Immutable.
 *
 * @param name null when the ARN is given: the SDK leaves out what is null
 * @param arn null when the name is given
 */
record RequestedStream(String name, String arn) {
    static RequestedStream of(StreamReference stream) {
        return stream.arn().isPresent()
                ? new RequestedStream(null, stream.arn().get())
                : new RequestedStream(stream.name(), null);
    }

    StreamDescriptionSummary describe(KinesisClient client) {
        return client.describeStreamSummary(request -> request.streamName(name).streamARN(arn))
                .streamDescriptionSummary();
    }

    /** Which stream was described: to the second, as the service tells it in each of its protocols alike. */
    static StreamIdentity identity(StreamDescriptionSummary summary) {
        return new StreamIdentity(
                summary.streamARN(),
                Instant.ofEpochSecond(summary.streamCreationTimestamp().getEpochSecond()));
    }
}
