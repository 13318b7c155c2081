package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.DataLoss;
import io.millrace.client.ReadCounter;
import io.millrace.client.StreamReader;
import io.millrace.config.Reading;
import io.millrace.model.ModelReader.Iteration;
import io.millrace.model.ModelReader.Put;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.read.RecordsLostException;
import io.millrace.read.SplitReader;
import io.millrace.read.SplitReaders;
import io.millrace.split.KinesisSplit;
import io.millrace.split.Splits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** Reads the splits of an iteration and compares the rows with the model's. For one thread. */
final class SplitCheck {
    private static final int BATCH = 4;

    private final StreamReader stream;
    private final VirtualClock clock;
    private final Predicate<Put> expired;

    SplitCheck(StreamReader stream, VirtualClock clock, Predicate<Put> expired) {
        this.stream = stream;
        this.clock = clock;
        this.expired = expired;
    }

    /** Reads all splits, and sees that there is one for each shard with records. */
    void read(Iteration iteration, DataLoss dataLoss) throws Exception {
        List<KinesisSplit> splits = Splits.of(iteration.plan);
        assertThat(splits.stream().map(KinesisSplit::shard))
                .containsExactlyInAnyOrderElementsOf(iteration.records.stream()
                        .map(put -> put.where().shard())
                        .distinct()
                        .toList());
        for (KinesisSplit split : splits) {
            read(iteration, split, dataLoss, Integer.MAX_VALUE, () -> {});
        }
    }

    /** Reads a part of each split, lets something happen, and reads on. */
    void readInPart(Iteration iteration, Random random, Runnable meanwhile) throws Exception {
        for (KinesisSplit split : Splits.of(iteration.plan)) {
            DataLoss dataLoss = random.nextBoolean() ? DataLoss.FAIL : DataLoss.SKIP;
            read(iteration, split, dataLoss, random.nextInt(6), meanwhile);
        }
    }

    private void read(Iteration iteration, KinesisSplit split, DataLoss dataLoss, int part, Runnable meanwhile)
            throws Exception {
        List<Put> expected = ModelWalk.ofShard(iteration.records, split.shard());
        ReadCounts counts = new ReadCounts();
        List<String> rows = new ArrayList<>();
        Reading reading = new Reading(BATCH, new Reading.ReadLimits(0, 0), dataLoss, true);
        try (SplitReader reader = SplitReaders.polled(stream, split, reading, counts, clock)) {
            Optional<KinesisRecord> next = reader.next();
            while (next.isPresent()) {
                rows.add(text(next.get()));
                if (rows.size() == part) {
                    // A reader that is killed here leaves nothing behind, so reading on tells no less.
                    meanwhile.run();
                }
                next = reader.next();
            }
        } catch (RecordsLostException e) {
            assertThat(dataLoss).isEqualTo(DataLoss.FAIL);
            assertThat(expected).as("%s", e).anyMatch(expired);
            assertThat(rows)
                    .as("rows before " + e)
                    .isEqualTo(expected.stream()
                            .map(Put::text)
                            .filter(rows::contains)
                            .toList());
            return;
        }
        List<Put> missing =
                expected.stream().filter(put -> !rows.contains(put.text())).toList();
        assertThat(rows)
                .as("rows of %s", split)
                .isEqualTo(expected.stream()
                        .filter(put -> !missing.contains(put))
                        .map(Put::text)
                        .toList());
        assertThat(missing).as("missing in %s", split).allMatch(expired);
        if (!missing.isEmpty()) {
            assertThat(dataLoss)
                    .as("%s are missing, and nobody is told", missing)
                    .isEqualTo(DataLoss.SKIP);
            assertThat(counts.of(ReadCounter.LOSSES)).isPositive();
        }
    }

    private static String text(KinesisRecord record) {
        return new String(record.payload().bytes(), StandardCharsets.UTF_8);
    }
}
