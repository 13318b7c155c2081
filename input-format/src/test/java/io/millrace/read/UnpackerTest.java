package io.millrace.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.client.Payload;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.BadRecords;
import io.millrace.config.Compression;
import io.millrace.config.Delimiter;
import io.millrace.config.Packing;
import io.millrace.payload.PayloadCheck;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

/** What becomes of one stored record: aggregates, compression and delimiters, one within the other. */
public final class UnpackerTest {
    private final ReadCounts counts = new ReadCounts();

    @Test
    public void anAggregateIsTakenApartBeforeItsPartsAreDecompressedAndThenSplit() throws Exception {
        Payload aggregate = AggregatesTest.aggregateOf(List.of(gzip("a,b"), gzip("c"), gzip("d,e,")));

        assertThat(unpacked(packing(Compression.GZIP, ","), aggregate))
                .containsExactly("k 0 a", "k 1 b", "k 2 c", "k 3 d", "k 4 e");
    }

    @Test
    public void aRecordThatIsNoAggregateIsDecompressedAndSplitAsWell() throws Exception {
        assertThat(unpacked(packing(Compression.AUTO, "\n"), Payload.sharing(gzip("a\nb\n"))))
                .containsExactly("key 0 a", "key 1 b");
    }

    @Test
    public void anUnreadablePayloadIsNamedAndTheNextOneFollows() throws Exception {
        Unpacker unpacker = unpacker(packing(Compression.GZIP, ","));
        unpacker.open(stored(AggregatesTest.aggregateOf(List.of(gzip("a"), "plain".getBytes(UTF_8), gzip("b")))));

        assertThat(unpacker.next().map(UnpackerTest::text)).contains("k 0 a");
        assertThatThrownBy(unpacker::next)
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("the record with sequence number 7 (and sub-sequence number 1) in shardId-000000000000 of"
                        + " stream logs can't be read: it is no sound gzip: Not in GZIP format; kinesis.bad.records=null or"
                        + " skip goes on without such records");
        assertThat(unpacker.next().map(UnpackerTest::text)).contains("k 2 b");
        assertThat(unpacker.next()).isEmpty();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static Packing packing(Compression compression, String delimiter) {
        return new Packing(true, compression, 1000, Optional.of(new Delimiter(delimiter)));
    }

    private List<String> unpacked(Packing packing, Payload payload) {
        Unpacker unpacker = unpacker(packing);
        unpacker.open(stored(payload));
        List<String> texts = new ArrayList<>();
        for (Optional<KinesisRecord> next = unpacker.next(); next.isPresent(); next = unpacker.next()) {
            texts.add(text(next.get()));
        }
        return texts;
    }

    private Unpacker unpacker(Packing packing) {
        KinesisSplit split = new KinesisSplit(
                FakeStream.IDENTITY,
                FakeStream.SHARD,
                Optional.empty(),
                new StartingPosition.TrimHorizon(),
                new KinesisSplit.End(SequenceNumber.of("9"), true),
                KinesisSplit.Times.ANY);
        BadRecordHandler badRecords = new BadRecordHandler(split, BadRecords.FAIL, new Configuration(false), counts);
        return new Unpacker(split, packing, PayloadCheck.NONE, badRecords, counts);
    }

    private static StoredRecord stored(Payload payload) {
        return new StoredRecord(SequenceNumber.of("7"), "key", Instant.EPOCH, payload);
    }

    private static String text(KinesisRecord record) {
        return record.partitionKey() + " " + record.subSequenceNumber() + " "
                + new String(record.payload().bytes(), UTF_8);
    }
}
