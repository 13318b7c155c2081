package io.millrace.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.client.Payload;
import io.millrace.client.ReadCounter;
import io.millrace.config.BadRecords;
import io.millrace.config.BadRecords.Reaction;
import io.millrace.config.Compression;
import io.millrace.config.Delimiter;
import io.millrace.config.Packing;
import io.millrace.config.Reading;
import io.millrace.config.Reading.ReadLimits;
import io.millrace.payload.PayloadCheck;
import io.millrace.payload.UnreadablePayloadException;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What becomes of records that can't be read, here: those that a check does not let pass, and broken snappy. */
public final class BadRecordsTest {
    private static final PayloadCheck NO_BAD = payload -> {
        if (text(payload).startsWith("bad")) {
            throw new UnreadablePayloadException("it is \"bad\"\n", null);
        }
    };

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final ReadCounts counts = new ReadCounts();
    private final FakeStream stream =
            new FakeStream().put(10, "a").put(11, "b,bad,c,bad2").put(12, "d");

    @Test
    public void byDefaultTheReadFailsAndNamesTheRecord() throws Exception {
        try (SplitReader reader = reader(Reaction.FAIL, Compression.NONE)) {
            reader.next();
            reader.next();

            assertThatThrownBy(reader::next)
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContaining("sequence number 11 (and sub-sequence number 1) in shardId-000000000000 of"
                            + " stream logs can't be read: it is \"bad\"");
        }
        assertThat(counts.of(ReadCounter.BAD_RECORDS)).isZero();
    }

    @Test
    public void nullHandsThemOutAsTheyWereFound() throws Exception {
        List<KinesisRecord> records = readAll(Reaction.NULL, Compression.NONE);

        assertThat(records)
                .extracting(record -> text(record.payload()))
                .containsExactly("a", "b", "bad", "c", "bad2", "d");
        assertThat(records).extracting(KinesisRecord::readable).containsExactly(true, true, false, true, false, true);
        assertThat(records).extracting(KinesisRecord::subSequenceNumber).containsExactly(0L, 0L, 1L, 2L, 3L, 0L);
        assertThat(counts.of(ReadCounter.BAD_RECORDS)).isEqualTo(2);
        KinesisRecordWritable writable = new KinesisRecordWritable();
        writable.set(records.get(2));
        assertThat(writable.isReadable()).isFalse();
    }

    @Test
    public void whatCannotBeDecompressedIsHandedOutAsItWasFound() throws Exception {
        List<KinesisRecord> records = readAll(Reaction.NULL, Compression.SNAPPY);

        assertThat(records).extracting(record -> text(record.payload())).containsExactly("a", "b,bad,c,bad2", "d");
        assertThat(records).extracting(KinesisRecord::readable).containsOnly(false);
    }

    @Test
    public void skipLeavesThemOutCountsThemAndKeepsThem() throws Exception {
        assertThat(readAll(Reaction.SKIP, Compression.NONE))
                .extracting(record -> text(record.payload()))
                .containsExactly("a", "b", "c", "d");
        assertThat(counts.of(ReadCounter.BAD_RECORDS)).isEqualTo(2);

        JsonNode first = new JsonMapper().readTree(lines(onlyFile()).get(0));
        assertThat(first.get("stream").textValue()).isEqualTo("logs");
        assertThat(first.get("shard_id").textValue()).isEqualTo("shardId-000000000000");
        assertThat(first.get("sequence_number").textValue()).isEqualTo("11");
        assertThat(first.get("sub_sequence_number").longValue()).isEqualTo(1);
        assertThat(first.get("partition_key").textValue()).isEqualTo("b,bad,c,bad2");
        assertThat(first.get("arrived").longValue()).isZero();
        assertThat(first.get("error").textValue()).isEqualTo("it is \"bad\"\n");
        assertThat(new String(first.get("payload").binaryValue(), UTF_8)).isEqualTo("bad");
        assertThat(lines(onlyFile())).hasSize(2);
    }

    @Test
    public void otherAttemptsLeaveTheSameFile() throws Exception {
        readAll(Reaction.SKIP, Compression.NONE);
        List<String> once = lines(onlyFile());
        try (SplitReader slow = reader(Reaction.SKIP, Compression.NONE)) {
            read(slow, 3);
            readAll(Reaction.SKIP, Compression.NONE);
            read(slow, 3);
        }

        assertThat(lines(onlyFile())).isEqualTo(once);
    }

    @Test
    public void anAttemptThatDoesNotReachTheEndLeavesNothing() throws Exception {
        try (SplitReader reader = reader(Reaction.SKIP, Compression.NONE)) {
            assertThat(read(reader, 4)).hasSize(4);
        }

        assertThat(counts.of(ReadCounter.BAD_RECORDS)).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    @Test
    public void otherRangesHaveFilesOfTheirOwn() throws Exception {
        readAll(Reaction.SKIP, Compression.NONE);
        try (SplitReader reader = reader(split("11"), Reaction.SKIP, Compression.NONE)) {
            read(reader, 10);
        }

        assertThat(files()).hasSize(2);
    }

    @Test
    public void withoutBadRecordsThereIsNoFolder() throws Exception {
        stream.trimBefore(12);
        readAll(Reaction.SKIP, Compression.NONE);

        assertThat(folder()).doesNotExist();
    }

    @Test
    public void aFolderThatCannotBeWrittenFailsTheRead() throws Exception {
        Files.writeString(folder(), "no folder");
        try (SplitReader reader = reader(Reaction.SKIP, Compression.NONE)) {
            assertThatThrownBy(() -> read(reader, 10))
                    .hasMessageContaining("can't be kept in " + folder())
                    .hasMessageContaining("kinesis.bad.records.path");
        }
    }

    private Path folder() {
        return temp.getRoot().toPath().resolve("bad");
    }

    private List<Path> files() {
        File[] files = folder().toFile().listFiles((parent, name) -> !name.endsWith(".crc"));
        List<Path> paths = new ArrayList<>();
        for (File file : files == null ? new File[0] : files) {
            paths.add(file.toPath());
        }
        return paths;
    }

    private Path onlyFile() {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    private static List<String> lines(Path file) throws Exception {
        return Files.readAllLines(file);
    }

    private List<KinesisRecord> readAll(Reaction reaction, Compression compression) throws Exception {
        try (SplitReader reader = reader(reaction, compression)) {
            return read(reader, Integer.MAX_VALUE);
        }
    }

    private static List<KinesisRecord> read(SplitReader reader, int most) throws RecordsLostException {
        List<KinesisRecord> records = new ArrayList<>();
        while (records.size() < most) {
            Optional<KinesisRecord> next = reader.next();
            if (next.isEmpty()) {
                break;
            }
            records.add(next.get());
        }
        return records;
    }

    private SplitReader reader(Reaction reaction, Compression compression) {
        return reader(split("12"), reaction, compression);
    }

    private SplitReader reader(KinesisSplit split, Reaction reaction, Compression compression) {
        Reading reading = new Reading(
                10_000,
                new ReadLimits(0, 0),
                DataLoss.FAIL,
                new Packing(true, compression, 1_000, Optional.of(new Delimiter(","))),
                new BadRecords(reaction, Optional.of(folder().toString())));
        SplitPages access = new SplitPages(split, reading, counts, () -> Instant.EPOCH);
        return new SplitReader(
                access, access.polled(stream), stream, new SplitReader.Host(new Configuration(), NO_BAD));
    }

    private static KinesisSplit split(String last) {
        return new KinesisSplit(
                FakeStream.IDENTITY,
                FakeStream.SHARD,
                Optional.empty(),
                new StartingPosition.TrimHorizon(),
                new KinesisSplit.End(SequenceNumber.of(last), true),
                KinesisSplit.Times.ANY);
    }

    private static String text(Payload payload) {
        return new String(payload.bytes(), UTF_8);
    }
}
