package io.millrace.launcher.put;

import io.millrace.launcher.UserError;
import java.io.IOException;
import java.util.Optional;

/** Puts the lines of an input into a stream, a record each, in their order. Not thread-safe. */
public final class LinePutter {
    private final BatchSender sender;
    private final PartitionKeys keys;
    private final LinePolicy policy;
    private final PutProgress progress;

    private PutSummary done = PutSummary.NOTHING;

    public LinePutter(BatchSender sender, PartitionKeys keys, LinePolicy policy, PutProgress progress) {
        this.sender = sender;
        this.keys = keys;
        this.policy = policy;
        this.progress = progress;
    }

    /**
     * Puts all lines.
     *
     * @throws UserError for a line that can't be a record, after all lines before it were put
     */
    public PutSummary putAll(LineSource lines) throws IOException {
        Batch batch = new Batch();
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
                send(batch);
                throw new UserError(e.getMessage() + "; the " + done.records() + " lines before it are in the stream."
                        + " --skip-invalid leaves such lines out.");
            }
            if (!batch.offer(key, line.bytes())) {
                send(batch);
                batch = new Batch();
                batch.offer(key, line.bytes());
            }
            // A live input (tail -F) may stay silent for long: what it has said so far must not wait for it.
            if (!lines.ready()) {
                send(batch);
                batch = new Batch();
            }
        }
        send(batch);
        return done;
    }

    private void send(Batch batch) {
        if (!batch.isEmpty()) {
            done = done.plus(batch, sender.send(batch));
            progress.show(done);
        }
    }

    /** What was acknowledged so far, also after a failure. */
    PutSummary done() {
        return done;
    }
}
