package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.RecordPage;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.split.Job;
import io.millrace.testing.Fault.Reply;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;

/** What the connector takes of an answer itself is what the SDK makes of it; and what can't be an answer is a failure. */
public final class RecordsInterceptorTest {
    private static final ShardId SHARD = new ShardId("shardId-000000000000");
    /** Of any length that the format writes in a way of its own, and one that does not fit into the parser's buffers. */
    private static final int[] LENGTHS = {0, 1, 23, 24, 255, 256, 65_535, 65_536, 300_000};

    private final FaultProxy proxy = FaultProxy.before(LocalServices.get().streams());
    private volatile byte[] answer;

    @After
    public void stop() {
        proxy.close();
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }

    @Test
    public void recordsAreThoseThatTheSdkReads() {
        TestStream stream = filled();

        assertSame(stream, true);
    }

    @Test
    public void withoutCborTheSdkReadsThem() {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");

        assertSame(filled(), false);
    }

    @Test
    public void aPageWithoutRecordsIsAnAnswer() {
        assertEmpty();
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        assertEmpty();
    }

    private static void assertEmpty() {
        try (StreamReader reader = reader(TestStream.create(1).name())) {
            RecordPage page = reader.records(reader.iterator(SHARD, new IteratorStart.TrimHorizon()), 10);

            assertThat(page.records()).isEmpty();
            assertThat(page.next()).isPresent();
        }
    }

    /** Without CBOR, a list that is missing and one that is empty are told apart by the SDK. */
    @Test
    public void anAnswerWithoutAListOfRecordsIsAFailureWithoutCborToo() {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        try (StreamReader reader = answered("application/x-amz-json-1.1")) {
            assertRefused(reader, "{\"NextShardIterator\":\"further\"}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    public void theEndOfAClosedShardIsSeen() {
        TestStream stream = TestStream.create(1);
        stream.put(List.of("a"));
        stream.split(0);
        try (StreamReader reader = reader(stream.name())) {
            RecordPage page = reader.records(reader.iterator(SHARD, new IteratorStart.TrimHorizon()), 10);

            assertThat(page.records()).extracting(StoredRecord::partitionKey).containsExactly("a");
            assertThat(page.next()).isEmpty();
        }
    }

    @Test
    public void membersThatAreNotKnownAreLeftOut() throws IOException {
        try (StreamReader reader = answered()) {
            answer = cbor(out -> {
                out.writeFieldName("New");
                out.writeStartObject();
                out.writeStringField("Records", "none of them");
                out.writeEndObject();
                out.writeArrayFieldStart("Records");
                out.writeStartObject();
                out.writeNullField("EncryptionType");
                out.writeStringField("SequenceNumber", "7");
                out.writeArrayFieldStart("New");
                out.writeNumber(1);
                out.writeEndArray();
                out.writeBinaryField("Data", new byte[] {1});
                out.writeEndObject();
                out.writeEndArray();
                out.writeStringField("NextShardIterator", "further");
                out.writeNumberField("MillisBehindLatest", 5);
            });

            RecordPage page = reader.records("any", 10);

            assertThat(page.next()).contains("further");
            assertThat(page.behind()).hasMillis(5);
            assertThat(page.records()).singleElement().satisfies(record -> {
                assertThat(record.sequenceNumber()).hasToString("7");
                assertThat(record.partitionKey()).isEmpty();
                assertThat(record.data()).isEqualTo(Payload.sharing(new byte[] {1}));
            });
        }
    }

    /** Each of them would else pass for the end of a closed shard, or lose records. */
    @Test
    public void anAnswerThatIsNoneIsAFailureForTheMoment() throws IOException {
        byte[] whole = cbor(out -> {
            out.writeArrayFieldStart("Records");
            out.writeStartObject();
            out.writeStringField("SequenceNumber", "7");
            out.writeBinaryField("Data", new byte[1_000]);
            out.writeEndObject();
            out.writeEndArray();
        });
        try (StreamReader reader = answered()) {
            assertRefused(reader, new byte[0]);
            assertRefused(reader, cbor(out -> {}));
            assertRefused(reader, cbor(out -> out.writeNullField("Records")));
            assertRefused(reader, cbor(out -> {
                out.writeArrayFieldStart("Records");
                out.writeStartObject();
                out.writeStringField("SequenceNumber", "7");
                out.writeEndObject();
                out.writeEndArray();
            }));
            assertRefused(reader, cbor(out -> {
                out.writeArrayFieldStart("Records");
                out.writeStartObject();
                out.writeStringField("SequenceNumber", "no number");
                out.writeBinaryField("Data", new byte[1]);
                out.writeEndObject();
                out.writeEndArray();
            }));
            assertRefused(reader, "<html>".getBytes(StandardCharsets.UTF_8));
            for (int end = 1; end < whole.length; end += 50) {
                assertRefused(reader, Arrays.copyOf(whole, end));
            }
            assertRefused(reader, Arrays.copyOf(whole, whole.length - 1));
            answer = whole;
            assertThat(reader.records("any", 10).records()).hasSize(1);
        }
    }

    private void assertRefused(StreamReader reader, byte[] given) {
        answer = given;
        assertThatThrownBy(() -> reader.records("any", 10))
                .as("%d bytes", given.length)
                .isInstanceOf(StreamException.Unavailable.class);
    }

    private static void assertSame(TestStream stream, boolean taken) {
        KinesisClient kinesis = LocalServices.get().kinesis();
        try (StreamReader reader = reader(stream.name())) {
            String iterator = reader.iterator(SHARD, new IteratorStart.TrimHorizon());
            for (int limit : new int[] {1, 3, 10_000}) {
                GetRecordsResponse sdk = kinesis.getRecords(
                        request -> request.shardIterator(iterator).limit(limit));
                RecordPage page = reader.records(iterator, limit);

                assertThat(page.records() instanceof SdkRecords).isEqualTo(!taken);
                assertThat(page.records()).hasSize(Math.min(limit, LENGTHS.length));
                assertThat(page.records())
                        .extracting(
                                record -> record.sequenceNumber().toString(),
                                StoredRecord::partitionKey,
                                StoredRecord::arrival,
                                record -> SdkBytes.fromByteArray(record.data().bytes()))
                        .containsExactlyElementsOf(sdk.records().stream()
                                .map(RecordsInterceptorTest::members)
                                .toList());
                assertThat(page.next()).isPresent();
                assertThat(page.behind().isZero()).isEqualTo(sdk.millisBehindLatest() == 0);
            }
        }
    }

    private static Tuple members(Record record) {
        return Tuple.tuple(
                record.sequenceNumber(), record.partitionKey(), record.approximateArrivalTimestamp(), record.data());
    }

    private static TestStream filled() {
        TestStream stream = TestStream.create(1);
        Random random = new Random(7);
        for (int length : LENGTHS) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            stream.put("schlüssel-" + length, payload);
        }
        return stream;
    }

    private static StreamReader reader(String stream) {
        return reader(Job.on(stream));
    }

    private static StreamReader reader(Job job) {
        return SdkStreamReader.open(ConnectorConfig.from(job.conf()));
    }

    /** A reader that gets {@link #answer}, whatever it asks for. */
    private StreamReader answered() {
        return answered("application/x-amz-cbor-1.1");
    }

    private StreamReader answered(String type) {
        proxy.on("GetRecords", call -> new Reply(200, Map.of("Content-Type", List.of(type)), answer));
        return reader(Job.on("any").set(KinesisOptions.ENDPOINT_URL, proxy.endpoint()));
    }

    private interface Members {
        void write(CBORGenerator out) throws IOException;
    }

    private static byte[] cbor(Members members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
