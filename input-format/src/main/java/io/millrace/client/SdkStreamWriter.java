package io.millrace.client;

import io.millrace.config.ConnectorConfig;
import io.millrace.config.StreamReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Puts records by the AWS SDK. Thread-safe. */
public final class SdkStreamWriter implements StreamWriter {
    /** What every stream takes, also of services that do not tell. */
    private static final int DEFAULT_RECORD_KIB = 1024;

    private final KinesisClient client;
    private final StreamReference stream;
    private final RequestedStream requested;
    private final Function<SdkException, RuntimeException> failures;

    private SdkStreamWriter(
            KinesisClient client, StreamReference stream, Function<SdkException, RuntimeException> failures) {
        this.client = client;
        this.stream = stream;
        this.requested = RequestedStream.of(stream);
        this.failures = failures;
    }

    /** Opens a client for the stream of a configuration; nothing is called yet. */
    public static SdkStreamWriter open(ConnectorConfig config) {
        KinesisClient client = AwsSettings.applyWithoutRetries(
                        KinesisClient.builder(), config.endpoint(), config.credentials())
                .httpClient(AwsSettings.http().build())
                .build();
        return new SdkStreamWriter(
                client, config.stream(), SdkFailures.ofWrites(config.stream(), config.endpoint())::translate);
    }

    /**
     * Calls through a client that is there already and that {@link #close} closes. It repeats calls by itself, and its
     * failures are passed on as they are.
     */
    public static SdkStreamWriter over(KinesisClient client, StreamReference stream) {
        return new SdkStreamWriter(client, stream, failure -> failure);
    }

    @Override
    public Target describe() {
        StreamDescriptionSummary summary = call(() -> requested.describe(client));
        int kib = Optional.ofNullable(summary.maxRecordSizeInKiB()).orElse(DEFAULT_RECORD_KIB);
        return new Target(RequestedStream.identity(summary), kib * 1024);
    }

    @Override
    public List<Outcome> put(List<OutgoingRecord> records) {
        List<PutRecordsRequestEntry> entries =
                records.stream().map(SdkStreamWriter::entry).toList();
        PutRecordsResponse response = call(() -> client.putRecords(request ->
                request.streamName(requested.name()).streamARN(requested.arn()).records(entries)));
        if (response.records().size() != records.size()) {
            throw new StreamException.Unavailable(
                    "PutRecords answered " + response.records().size() + " results for " + records.size()
                            + " records of stream " + stream,
                    null);
        }
        return response.records().stream().map(SdkStreamWriter::outcome).toList();
    }

    @Override
    public void close() {
        client.close();
    }

    private static PutRecordsRequestEntry entry(OutgoingRecord record) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(record.partitionKey())
                .explicitHashKey(record.explicitHashKey().orElse(null))
                .data(SdkBytes.fromByteArrayUnsafe(record.data().bytes()))
                .build();
    }

    private static Outcome outcome(PutRecordsResultEntry result) {
        return result.errorCode() == null
                ? Outcome.ACKNOWLEDGED
                : Outcome.refused(result.errorCode(), result.errorMessage());
    }

    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failures.apply(e);
        }
    }
}
