package io.millrace.launcher.put;

import io.millrace.launcher.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Sends a batch until each of its records is acknowledged. A call may take some records and refuse others: only the
 * refused ones are sent again, in their order, so none is doubled. Batches are sent one after the other, so a record is
 * never overtaken by one of a later batch. Not thread-safe.
 */
public final class BatchSender {
    private final KinesisClient kinesis;
    private final String stream;
    private final Backoff backoff;
    private final Consumer<Duration> sleeper;

    /**
     * A sender to one stream.
     *
     * @param sleeper waits between attempts
     */
    public BatchSender(KinesisClient kinesis, String stream, Backoff backoff, Consumer<Duration> sleeper) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.backoff = backoff;
        this.sleeper = sleeper;
    }

    /**
     * Sends all of a batch.
     *
     * @return how many single records had to be sent again
     * @throws UserError when records are still refused after the last attempt
     */
    long send(Batch batch) {
        List<PutRecordsRequestEntry> open = batch.entries();
        long repeated = 0;
        for (int attempt = 1; ; attempt++) {
            List<PutRecordsRequestEntry> sent = open;
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(stream).records(sent));
            open = refused(sent, response.records());
            if (open.isEmpty()) {
                return repeated;
            }
            if (attempt == backoff.attempts()) {
                throw new UserError("stream '" + stream + "' refused " + open.size() + " records " + attempt
                        + " times; the last reason: " + reason(response.records()));
            }
            repeated += open.size();
            sleeper.accept(backoff.after(attempt));
        }
    }

    private static List<PutRecordsRequestEntry> refused(
            List<PutRecordsRequestEntry> sent, List<PutRecordsResultEntry> results) {
        if (sent.size() != results.size()) {
            throw new IllegalStateException(
                    "PutRecords answered " + results.size() + " results for " + sent.size() + " records");
        }
        List<PutRecordsRequestEntry> refused = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            if (results.get(i).errorCode() != null) {
                refused.add(sent.get(i));
            }
        }
        return refused;
    }

    private static String reason(List<PutRecordsResultEntry> results) {
        return results.stream()
                .filter(result -> result.errorCode() != null)
                .map(result -> result.errorCode() + " (" + result.errorMessage() + ")")
                .findFirst()
                .orElse("unknown");
    }
}
