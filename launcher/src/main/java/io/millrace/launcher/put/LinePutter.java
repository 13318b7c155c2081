package io.millrace.launcher.put;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamWriter;
import io.millrace.launcher.UserError;
import io.millrace.write.BatchWriter;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.util.Optional;

/** Puts the lines of an input into a stream, a record each, in their order. Not thread-safe. */
public final class LinePutter {
    private final BatchWriter writer;
    private final PartitionKeys keys;
    private final LinePolicy policy;
    private final PutProgress progress;

    private volatile PutSummary done = PutSummary.NOTHING;

    /**
     * A putter into one stream.
     *
     * @param pace how time passes while records are refused
     */
    public LinePutter(
            StreamWriter stream, BatchWriter.Pace pace, PartitionKeys keys, LinePolicy policy, PutProgress progress) {
        this.writer =
                new BatchWriter(stream, BatchWriter.Manner.inOrder(), pace, BatchWriter.Listener.counting(this::count));
        this.keys = keys;
        this.policy = policy;
        this.progress = progress;
    }

    /**
     * Puts all lines.
     *
     * @throws UserError for a line that can't be a record, after all lines before it were put
     * @throws io.millrace.client.StreamException when the stream refuses records for too long
     */
    public PutSummary putAll(LineSource lines) throws IOException {
        for (Optional<Line> next = lines.next(); next.isPresent(); next = lines.next()) {
            Line line = next.get();
            String key;
            try {
                policy.check(line);
                key = keys.of(line);
                policy.checkSize(line, key);
            } catch (UserError e) {
                if (policy.skipInvalid()) {
                    done = done.plusSkipped();
                    continue;
                }
                writer.flush();
                throw new UserError(e.getMessage() + "; the lines before it are in the stream."
                        + " --skip-invalid leaves such lines out.");
            }
            writer.put(OutgoingRecord.of(line.number(), key, line.bytes()));
            // A live input (tail -F) may stay silent for long: what it has said so far must not wait for it.
            if (!lines.ready()) {
                writer.flush();
            }
        }
        writer.flush();
        return done;
    }

    private void count(WriteCounter counter, long amount) {
        done = done.plus(counter, amount);
        progress.show(done);
    }

    /** What was acknowledged so far, also after a failure; may be asked by any thread. */
    PutSummary done() {
        return done;
    }
}
