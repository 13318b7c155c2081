package io.millrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.split.Job;
import io.millrace.split.JobIteration;
import io.millrace.split.PlannedRead;
import io.millrace.testing.TestStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Test;

/** A stream that distributes its records itself: they may have no partition key, and those of one key lie anywhere. */
public class DistributedStreamTest {
    private static final int RECORDS = 40;

    private final TestStream stream = TestStream.distributing();

    @Test
    public void recordsWithAndWithoutAPartitionKeyAreRead() throws Exception {
        stream.putWithoutKey("keyless");
        stream.put(List.of("low"));

        assertThat(Job.iterationsOf(stream.name()).read())
                .extracting(record -> record.partitionKey() + ":"
                        + new String(record.payload().bytes(), UTF_8))
                .containsExactlyInAnyOrder(":keyless", "low:low");
    }

    @Test
    public void aQueryForAPartitionKeyFindsItsRecordsInAllShards() throws Exception {
        IntStream.range(0, RECORDS).forEach(i -> stream.putWithoutKey("keyless"));
        stream.put(Stream.generate(() -> "low").limit(RECORDS).toList());

        for (Job job : List.of(Job.on(stream.name()), Job.iterationsOf(stream.name()))) {
            PlannedRead plan = JobIteration.plan(job.conf(), RecordFilter.PartitionKeys.of(Set.of("low")));
            List<KinesisRecord> records = job.read(plan, new ReadCounts());

            assertThat(records.stream().filter(record -> record.partitionKey().equals("low")))
                    .hasSize(RECORDS);
            assertThat(records.stream().map(KinesisRecord::shard).distinct()).hasSizeGreaterThan(1);
        }
    }
}
