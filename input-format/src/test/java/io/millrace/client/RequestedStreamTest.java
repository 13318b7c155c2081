package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.StreamWriter.Outcome;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.StreamReference;
import io.millrace.read.KinesisRecord;
import io.millrace.split.Job;
import io.millrace.testing.TestStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** How requests name a stream. */
public class RequestedStreamTest {
    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";

    @Test
    public void isByTheArnWhereThatIsGivenElseByTheName() {
        assertThat(RequestedStream.of(new StreamReference("clicks", Optional.of(ARN))))
                .isEqualTo(new RequestedStream(null, ARN));
        assertThat(RequestedStream.of(new StreamReference("clicks", Optional.empty())))
                .isEqualTo(new RequestedStream("clicks", null));
    }

    @Test
    public void theArnAloneWritesAndReads() throws Exception {
        TestStream stream = TestStream.create(2);
        Job job = Job.on(stream.name()).set(KinesisOptions.STREAM_ARN, stream.arn());
        job.conf().unset(KinesisOptions.STREAM_NAME.key());

        try (StreamWriter writer = SdkStreamWriter.open(ConnectorConfig.from(job.conf()))) {
            assertThat(writer.put(List.of(OutgoingRecord.of(1, "key", "one".getBytes(StandardCharsets.UTF_8)))))
                    .containsExactly(Outcome.ACKNOWLEDGED);
        }

        assertThat(job.read()).extracting(KinesisRecord::partitionKey).containsExactly("key");
        assertThat(stream.payloads()).containsExactly("one");
    }
}
