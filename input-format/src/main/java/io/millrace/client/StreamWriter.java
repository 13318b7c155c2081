package io.millrace.client;

import io.millrace.checkpoint.StreamIdentity;
import java.util.List;
import java.util.Optional;

/**
 * What the connector asks of the Kinesis API to put records, for one stream (a port). Each method is one call; failures
 * are a {@link StreamException}. Implementations are thread-safe.
 */
public interface StreamWriter extends AutoCloseable {
    /** What the stream is now. */
    Target describe();

    /**
     * Puts records. When it throws {@link StreamException.Unavailable}, nobody knows which of them are in the stream.
     *
     * @param records 1 to 500, 10 MiB together
     * @return what became of each, in the same order
     */
    List<Outcome> put(List<OutgoingRecord> records);

    @Override
    void close();

    /**
     * A stream that takes records.
     *
     * @param maxRecordBytes the longest record, its partition key included
     */
    record Target(StreamIdentity identity, int maxRecordBytes) {
        /** Reads {@link #text}. */
        public static Target parse(String text) {
            int blank = text.lastIndexOf(' ');
            return new Target(
                    StreamIdentity.parse(text.substring(0, blank)), Integer.parseInt(text.substring(blank + 1)));
        }

        /** All of it in one line, for those who send it from where a job is made to its tasks. */
        public String text() {
            return identity.text() + " " + maxRecordBytes;
        }
    }

    /**
     * What became of a record.
     *
     * @param refusal why it is not in the stream; empty: it is
     */
    record Outcome(Optional<Refusal> refusal) {
        public static final Outcome ACKNOWLEDGED = new Outcome(Optional.empty());

        public static Outcome refused(String code, String message) {
            return new Outcome(Optional.of(new Refusal(code, message)));
        }
    }

    /** Why a record was refused, for the moment: the API knows no other reason for single records. */
    record Refusal(String code, String message) {
        private static final String THROTTLED = "ProvisionedThroughputExceededException";

        /** Whether its shard's quota was used up; otherwise the service has failed. */
        public boolean isThrottling() {
            return code.equals(THROTTLED);
        }

        @Override
        public String toString() {
            return code + " (" + message + ")";
        }
    }
}
