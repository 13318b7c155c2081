package io.millrace.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.ReadCounter;
import io.millrace.read.KinesisRecord;
import io.millrace.read.MisplacedRecordException;
import io.millrace.read.ReadCounts;
import io.millrace.split.Job;
import io.millrace.split.JobIteration;
import io.millrace.split.PlannedRead;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;

/** Queries for a partition key on streams whose records do not lie where their partition keys say. */
public class MisplacedReadTest {
    private static final String LOWEST = "0";
    private static final String HIGHEST =
            BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString();

    private final TestStream stream = TestStream.create(2);

    @Test
    public void aQueryThatWouldMissRecordsFails() throws Exception {
        // The hash of "low" is in the first shard, where another key's record lies as well.
        put("low", LOWEST);
        put("high", LOWEST);
        put("low", HIGHEST);

        assertThatThrownBy(() -> read(Job.on(stream.name()), "low"))
                .isInstanceOf(MisplacedRecordException.class)
                .hasMessageContaining(
                        "in shardId-000000000000 of stream " + stream.name() + " has the partition key 'high'")
                .hasMessageEndingWith("set kinesis.pushdown.partition.key=false to read them all");
        Job iterations = Job.iterationsOf(stream.name());
        assertThatThrownBy(() -> read(iterations, "low")).isInstanceOf(MisplacedRecordException.class);
        // Without the condition nothing is wrong.
        assertThat(iterations.iteration(0).read()).hasSize(3);
    }

    @Test
    public void aQueryThatMissesNothingDoesNot() throws Exception {
        put("low", LOWEST);
        put("high", HIGHEST);

        assertThat(read(Job.on(stream.name()), "low")).containsExactly("low");
        assertThat(read(Job.iterationsOf(stream.name()), "high")).containsExactly("high");
    }

    private static List<String> read(Job job, String partitionKey) throws Exception {
        PlannedRead plan = JobIteration.plan(job.conf(), RecordFilter.PartitionKeys.of(Set.of(partitionKey)));
        ReadCounts counts = new ReadCounts();
        List<String> keys =
                job.read(plan, counts).stream().map(KinesisRecord::partitionKey).toList();
        assertThat(plan.splits()).hasSize(1);
        assertThat(counts.of(ReadCounter.RECORDS)).isEqualTo(keys.size());
        return keys;
    }

    private void put(String partitionKey, String hashKey) {
        LocalServices.get().kinesis().putRecord(request -> request.streamName(stream.name())
                .partitionKey(partitionKey)
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromString("x", StandardCharsets.UTF_8)));
    }
}
