package io.millrace.client;

import io.millrace.checkpoint.Sleeper;
import io.millrace.config.ConnectorConfig;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What is asked of the Kinesis API about streams, but not about what they hold. Thread-safe. */
public final class StreamDirectory implements AutoCloseable {
    private final KinesisClient client;
    private final RequestedStream stream;
    private final SdkFailures failures;
    private final Retries retries = new Retries(Sleeper.REAL, ReadCounter.Meter.NONE);

    private StreamDirectory(KinesisClient client, RequestedStream stream, SdkFailures failures) {
        this.client = client;
        this.stream = stream;
        this.failures = failures;
    }

    /** Opens a client for the stream of a configuration and its neighbours; nothing is called yet. */
    public static StreamDirectory open(ConnectorConfig config) {
        return new StreamDirectory(
                AwsSettings.applyWithoutRetries(KinesisClient.builder(), config.endpoint(), config.credentials())
                        .httpClientBuilder(AwsSettings.http())
                        .build(),
                RequestedStream.of(config.stream()),
                SdkFailures.ofControl(config.stream(), config.endpoint()));
    }

    /**
     * The names of all streams of the account in the region.
     *
     * @throws StreamException when they can't be listed
     */
    public List<String> names() {
        return call(() -> client.listStreamsPaginator().streamNames().stream().toList());
    }

    /**
     * Deletes the stream and its consumers, with all records.
     *
     * @throws StreamException when it can't be deleted
     */
    public void delete() {
        call(() -> client.deleteStream(request ->
                request.streamName(stream.name()).streamARN(stream.arn()).enforceConsumerDeletion(true)));
    }

    private <T> T call(Supplier<T> call) {
        return retries.call(() -> {
            try {
                return call.get();
            } catch (SdkException e) {
                throw failures.translate(e);
            }
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
