package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.KinesisOptions;
import io.millrace.read.ReadCounts;
import io.millrace.split.Job;
import io.millrace.split.PlannedRead;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.core.SdkGlobalTime;

/** A machine whose clock is an hour off the service's, in both directions. */
public final class ClockSkewTest {
    private final TestStream stream = TestStream.create(1);

    @Test
    public void aClientWhoseClockIsAnHourSlowOrFastPlansAndReads() throws Exception {
        List<String> lines = List.of("a", "b", "c");
        stream.put(lines);
        for (Duration offset : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            forgetTheServicesTime();
            try (SkewedService service = new SkewedService(LocalServices.get().streams(), offset)) {
                Job job = Job.on(stream.name()).set(KinesisOptions.ENDPOINT_URL, service.endpoint());

                PlannedRead plan = job.plan();
                assertThat(plan.splits()).as("offset %s", offset).hasSize(1);
                assertThat(service.refused())
                        .as("planning learns the time once")
                        .isEqualTo(1);

                assertThat(job.read(plan, new ReadCounts()))
                        .extracting(record -> record.partitionKey())
                        .containsExactlyElementsOf(lines);
                assertThat(service.refused())
                        .as("a task in the same JVM knows it already")
                        .isEqualTo(1);
            }
        }
    }

    /** A point in time is compared by the service with its own times of arrival; this machine's clock has no part in it. */
    @Test
    public void anInstantAsTheInitialPositionMeansTheServicesTime() throws Exception {
        stream.put(List.of("old"));
        Instant between = LocalServices.get()
                .kinesis()
                .getRecords(request -> request.shardIterator(LocalServices.get()
                        .kinesis()
                        .getShardIterator(each -> each.streamName(stream.name())
                                .shardId("shardId-000000000000")
                                .shardIteratorType("TRIM_HORIZON"))
                        .shardIterator()))
                .records()
                .get(0)
                .approximateArrivalTimestamp()
                .plusMillis(1);
        Awaitility.await().until(() -> Instant.now().isAfter(between.plusMillis(5)));
        stream.put(List.of("new"));
        for (Duration offset : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            forgetTheServicesTime();
            try (SkewedService service = new SkewedService(LocalServices.get().streams(), offset)) {
                Job job = Job.iterationsOf(stream.name())
                        .set(KinesisOptions.ENDPOINT_URL, service.endpoint())
                        .set(KinesisOptions.INITIAL_POSITION, between);

                assertThat(job.read())
                        .extracting(record -> record.partitionKey())
                        .containsExactly("new");
            }
        }
    }

    /** The SDK keeps what it has learnt for the whole JVM; another machine's would not know it yet. */
    @After
    public void forgetTheServicesTime() {
        SdkGlobalTime.setGlobalTimeOffset(0);
    }
}
