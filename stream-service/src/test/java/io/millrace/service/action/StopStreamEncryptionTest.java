package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.io.IOException;
import java.time.Duration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

public class StopStreamEncryptionTest {
    private static final String SHARD = "shardId-000000000000";

    @Rule
    public final RunningService service =
            new RunningService(StartStreamEncryptionTest.settings(Duration.ZERO, StartStreamEncryptionTest.ONE));

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.client()
                .startStreamEncryption(s ->
                        s.streamName("s").encryptionType(EncryptionType.KMS).keyId("one"));
    }

    @Test
    public void whatWasEncryptedStaysReadable() throws IOException {
        service.putText("s", "k", "encrypted");
        stop("KMS");
        service.putText("s", "k", "plain");
        service.restart();

        StreamDescriptionSummary summary =
                service.client().describeStreamSummary(d -> d.streamName("s")).streamDescriptionSummary();
        assertThat(summary.encryptionType()).isEqualTo(EncryptionType.NONE);
        assertThat(summary.keyId()).isNull();
        GetRecordsResponse page = service.page(service.iterator("s", SHARD, ShardIteratorType.TRIM_HORIZON));
        assertThat(RunningService.texts(page)).containsExactly("encrypted", "plain");
        assertThat(page.records()).extracting(Record::encryptionType).containsExactly(EncryptionType.KMS, null);
    }

    @Test
    public void itNeedsNoKey() throws IOException {
        service.restart(RunningService.PLAIN);
        stop("KMS");

        service.putText("s", "k", "plain");
        assertThat(service.textsOf("s", SHARD)).containsExactly("plain");
    }

    @Test
    public void theTypeMustBeKms() {
        assertThatThrownBy(() -> stop("NONE")).isInstanceOf(InvalidArgumentException.class);
    }

    private void stop(String type) {
        service.client()
                .stopStreamEncryption(
                        s -> s.streamName("s").encryptionType(type).keyId("one"));
    }
}
