package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

public class PutRecordTest {
    private static final String ZERO = "shardId-000000000000";
    private static final String ONE = "shardId-000000000001";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(2));
    }

    @Test
    public void thePartitionKeysMd5ChoosesTheShard() {
        // md5("a") begins with 0c, md5("b") with 92: below and above the middle.
        assertThat(put("a", "x").shardId()).isEqualTo(ZERO);
        assertThat(put("b", "y").shardId()).isEqualTo(ONE);
        assertThat(put("a", "z").encryptionType()).isNull();

        assertThat(service.textsOf("s", ZERO)).containsExactly("x", "z");
        assertThat(service.textsOf("s", ONE)).containsExactly("y");
    }

    @Test
    public void anExplicitHashKeyOverrulesIt() {
        String highest = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString();

        assertThat(putAt("a", highest).shardId()).isEqualTo(ONE);
        assertThat(putAt("b", "0").shardId()).isEqualTo(ZERO);
        assertThatThrownBy(() -> putAt("a", BigInteger.ONE.shiftLeft(128).toString()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("ExplicitHashKey must be in the range: [0, 2^128-1]");
    }

    @Test
    public void sequenceNumbersGrow() {
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            numbers.add(new BigInteger(service.putText("s", "a", "r" + i)));
        }

        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    public void anEmptyRecordAndAnyBytesAreKept() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        service.putText("s", "a", "");
        service.client().putRecord(p -> p.streamName("s").partitionKey("a").data(SdkBytes.fromByteArray(all)));

        var records = service.page(service.iterator("s", ZERO, ShardIteratorType.TRIM_HORIZON))
                .records();
        assertThat(records.get(0).data().asByteArray()).isEmpty();
        assertThat(records.get(1).data().asByteArray()).isEqualTo(all);
        assertThat(records.get(1).partitionKey()).isEqualTo("a");
        assertThat(records.get(1).approximateArrivalTimestamp())
                .isEqualTo(service.clock().instant());
    }

    @Test
    public void orderingByANumberOfTheStreamIsKeptAndByAnotherRefused() {
        String first = service.putText("s", "a", "1");

        assertThat(new BigInteger(putAfter(first))).isGreaterThan(new BigInteger(first));
        String tooSmall = BigInteger.ONE.shiftLeft(124).toString();
        String toCome = new BigInteger(first).add(BigInteger.ONE.shiftLeft(36)).toString();
        for (String wrong : List.of(tooSmall, toCome)) {
            assertThatThrownBy(() -> putAfter(wrong))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("ExclusiveMinimumSequenceNumber " + wrong
                            + " used in PutRecord on stream s under account 000000000000 is invalid.");
        }
    }

    @Test
    public void orderingMayBeginWithASmallNumber() {
        assertThat(new BigInteger(putAfter("0"))).isLessThan(new BigInteger(putAfter("5")));
    }

    @Test
    public void aRecordLargerThanTheStreamAllowsIsRefused() {
        service.client().createStream(c -> c.streamName("big").shardCount(1).maxRecordSizeInKiB(10_240));
        SdkBytes justFits = SdkBytes.fromByteArray(new byte[(1 << 20) - 1]);
        SdkBytes large = SdkBytes.fromByteArray(new byte[1 << 20]);

        service.client().putRecord(p -> p.streamName("s").partitionKey("a").data(justFits));
        service.client().putRecord(p -> p.streamName("big").partitionKey("a").data(large));
        assertThatThrownBy(() -> service.client()
                        .putRecord(p -> p.streamName("s").partitionKey("a").data(large)))
                .isInstanceOfSatisfying(KinesisException.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                    assertThat(error.awsErrorDetails().errorMessage())
                            .endsWith("at 'data' failed to satisfy constraint: Member must have length less than or"
                                    + " equal to 1048576");
                });
    }

    @Test
    public void aMissingStreamIsTold() {
        assertThatThrownBy(() -> service.putText("nosuch", "a", "x"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream nosuch under account 000000000000 not found.");
    }

    private PutRecordResponse put(String key, String text) {
        return service.client()
                .putRecord(p -> p.streamName("s").partitionKey(key).data(SdkBytes.fromUtf8String(text)));
    }

    private String putAfter(String number) {
        return service.client()
                .putRecord(p -> p.streamName("s")
                        .partitionKey("a")
                        .data(SdkBytes.fromUtf8String("x"))
                        .sequenceNumberForOrdering(number))
                .sequenceNumber();
    }

    private PutRecordResponse putAt(String key, String hash) {
        return service.client().putRecord(p -> p.streamName("s")
                .partitionKey(key)
                .explicitHashKey(hash)
                .data(SdkBytes.fromUtf8String("x")));
    }
}
