package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

public class PutRecordsTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(2));
    }

    @Test
    public void answersInTheOrderOfTheRequest() {
        PutRecordsResponse response = put(500, i -> entry("key" + i, "r" + i));

        assertThat(response.failedRecordCount()).isZero();
        assertThat(response.records()).hasSize(500).allSatisfy(entry -> assertThat(entry.errorCode())
                .isNull());
        for (int i = 0; i < 500; i += 50) {
            PutRecordsResultEntry result = response.records().get(i);
            assertThat(service.textsAt(service.iteratorFrom(
                                    "s",
                                    result.shardId(),
                                    ShardIteratorType.AT_SEQUENCE_NUMBER,
                                    result.sequenceNumber()))
                            .get(0))
                    .isEqualTo("r" + i);
        }
    }

    @Test
    public void keepsTheOrderWithinAShard() {
        put(500, i -> entry("same", "r" + i));

        assertThat(service.textsOf(
                        "s",
                        service.client()
                                .putRecord(p ->
                                        p.streamName("s").partitionKey("same").data(SdkBytes.fromUtf8String("last")))
                                .shardId()))
                .startsWith("r0", "r1", "r2")
                .endsWith("r499", "last")
                .hasSize(501);
    }

    @Test
    public void moreThanFiveHundredAreRefused() {
        assertThatThrownBy(() -> put(501, i -> entry("k", "r")))
                .isInstanceOfSatisfying(KinesisException.class, error -> assertThat(
                                error.awsErrorDetails().errorMessage())
                        .isEqualTo("1 validation error detected: Value '[501 elements]' at 'records' failed to"
                                + " satisfy constraint: Member must have length less than or equal to 500"));
    }

    @Test
    public void aWrongEntryIsToldWithItsPlaceAndNothingIsPut() {
        assertThatThrownBy(() -> put(3, i -> entry(i == 1 ? "" : "k", "r")))
                .isInstanceOfSatisfying(KinesisException.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                    assertThat(error.awsErrorDetails().errorMessage())
                            .contains("Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: Member"
                                    + " must have length greater than or equal to 1");
                });
        assertThat(service.textsOf("s", "shardId-000000000000")).isEmpty();
        assertThat(service.textsOf("s", "shardId-000000000001")).isEmpty();
    }

    @Test
    public void moreThanTenMebibytesAreRefused() {
        SdkBytes mebibyte = SdkBytes.fromByteArray(new byte[1_048_000]);

        assertThatThrownBy(() -> put(11, i -> PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(mebibyte)
                        .build()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Records size exceeds 10 MB limit");
    }

    private PutRecordsResponse put(int count, IntFunction<PutRecordsRequestEntry> entry) {
        List<PutRecordsRequestEntry> entries =
                IntStream.range(0, count).mapToObj(entry).toList();
        return service.client().putRecords(p -> p.streamName("s").records(entries));
    }

    private static PutRecordsRequestEntry entry(String key, String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromUtf8String(text))
                .build();
    }
}
