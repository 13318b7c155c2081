package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.client.ReadCounter;
import io.millrace.config.KinesisOptions;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.read.RecordsLostException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a read of a plan gave, and what it said of records that are missing.
 *
 * @param rows the payloads handed out, in order
 * @param failure the message that it failed with
 * @param warnings lines that it logged as warnings
 */
record LossReport(List<String> rows, long losses, Optional<String> failure, List<String> warnings) {
    private static final String TO_GO_ON =
            ". To go on with the records that are left, set kinesis.data.loss to warn or skip.";

    /** Reads all splits of a plan, one after the other. */
    static LossReport of(Job job, PlannedRead plan, String dataLoss) {
        Job reading = job.copy().set(KinesisOptions.DATA_LOSS, dataLoss);
        ReadCounts counts = new ReadCounts();
        List<KinesisRecord> records = new ArrayList<>();
        PrintStream err = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        Throwable failure;
        try (PrintStream capture = new PrintStream(logged, true, StandardCharsets.UTF_8)) {
            System.setErr(capture);
            failure = catchThrowable(() -> reading.read(plan, counts, records::add));
        } finally {
            System.setErr(err);
        }
        if (failure != null) {
            assertThat(failure).isInstanceOf(RecordsLostException.class);
        }
        assertThat(counts.of(ReadCounter.RECORDS)).isEqualTo(records.size());
        return new LossReport(
                texts(records),
                counts.of(ReadCounter.LOSSES),
                Optional.ofNullable(failure).map(Throwable::getMessage),
                logged.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("WARN"))
                        .toList());
    }

    static List<String> texts(List<KinesisRecord> records) {
        return records.stream()
                .map(record -> new String(record.payload().bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /** It failed at the first loss, said which, and how to go on. */
    void failed(List<String> before, String loss) {
        assertThat(rows).isEqualTo(before);
        assertThat(losses).isEqualTo(1);
        assertThat(failure).hasValueSatisfying(message -> assertThat(message).endsWith(loss + TO_GO_ON));
    }

    /** It went on, and warned of these losses. */
    void warned(List<String> left, String... expected) {
        assertThat(failure).isEmpty();
        assertThat(rows).isEqualTo(left);
        assertThat(losses).isEqualTo(expected.length);
        assertThat(warnings).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(warnings.get(i)).endsWith(expected[i] + "; going on with the records that are left");
        }
    }

    /** It went on silently, and counted so many losses. */
    void skipped(List<String> left, int expected) {
        assertThat(failure).isEmpty();
        assertThat(rows).isEqualTo(left);
        assertThat(losses).isEqualTo(expected);
        assertThat(warnings).isEmpty();
    }
}
