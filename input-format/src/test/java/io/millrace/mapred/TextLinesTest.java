package io.millrace.mapred;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.Payload;
import io.millrace.config.TextSettings;
import io.millrace.config.TextSettings.Newlines;
import io.millrace.read.KinesisRecord;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.io.Text;
import org.junit.Test;

public class TextLinesTest {
    private final Text key = new Text("what was there before");
    private final Text value = new Text("what was there before");

    @Test
    public void aLineIsPartitionKeyAndPayload() throws IOException {
        write(Newlines.SPACE, "a\tb \\n é");

        assertThat(key).hasToString("page key");
        assertThat(value).hasToString("a\tb \\n é");
    }

    @Test
    public void theKeyMayBeTheSequenceNumber() throws IOException {
        new TextLines(new TextSettings(TextSettings.Key.SEQUENCE_NUMBER, Newlines.SPACE), false)
                .write(record("x"), key, value);

        assertThat(key).hasToString("42");
    }

    @Test
    public void metadataComesFirst() throws IOException {
        new TextLines(new TextSettings(TextSettings.Key.PARTITION_KEY, Newlines.SPACE), true)
                .write(record("a\tb"), key, value);

        assertThat(value).hasToString("shardId-000000000003\t42\t7\t1500\tpage key\ta\tb");
    }

    @Test
    public void aPayloadIsOneLine() throws IOException {
        write(Newlines.SPACE, "{\n  \"a\": 1\r\n}\n");
        assertThat(value).hasToString("{   \"a\": 1  }");

        write(Newlines.ESCAPE, "a\\b\tc\r\nd\n");
        assertThat(value).hasToString("a\\\\b\\tc\\r\\nd");

        assertThatThrownBy(() -> write(Newlines.FAIL, "a\nb"))
                .isInstanceOf(IOException.class)
                .hasMessage("record shardId-000000000003/42/7 (3 bytes): its payload has line ends, and"
                        + " kinesis.text.newlines is fail; space and escape are the other choices");
    }

    @Test
    public void oneLineEndAtTheEndIsNoPartOfTheLine() throws IOException {
        for (Newlines newlines : Newlines.values()) {
            write(newlines, "line\r\n");
            assertThat(value).hasToString("line");
        }
        write(Newlines.SPACE, "\n");
        assertThat(value).hasToString("");
        write(Newlines.SPACE, "line\n\n");
        assertThat(value).hasToString("line ");
    }

    @Test
    public void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0x80};
        new TextLines(new TextSettings(TextSettings.Key.PARTITION_KEY, Newlines.ESCAPE), false)
                .write(record(bytes), key, value);

        assertThat(value.copyBytes()).isEqualTo(bytes);
    }

    @Test
    public void aRecordThatCantBeReadHasNoPayload() throws IOException {
        KinesisRecordWritable bad = new KinesisRecordWritable();
        bad.set(new KinesisRecord(
                new ShardId("shardId-000000000003"),
                "page",
                SequenceNumber.of("42"),
                7,
                Instant.ofEpochMilli(1500),
                Payload.sharing(new byte[] {1, 2}),
                false));
        new TextLines(new TextSettings(TextSettings.Key.PARTITION_KEY, Newlines.FAIL), true).write(bad, key, value);

        assertThat(value).hasToString("shardId-000000000003\t42\t7\t1500\tpage\t");
    }

    private void write(Newlines newlines, String payload) throws IOException {
        new TextLines(new TextSettings(TextSettings.Key.PARTITION_KEY, newlines), false)
                .write(record(payload), key, value);
    }

    private static KinesisRecordWritable record(String payload) {
        return record(payload.getBytes(UTF_8));
    }

    private static KinesisRecordWritable record(byte[] payload) {
        KinesisRecordWritable record = new KinesisRecordWritable();
        record.set(new KinesisRecord(
                new ShardId("shardId-000000000003"),
                "page\tkey",
                SequenceNumber.of("42"),
                7,
                Instant.ofEpochMilli(1500),
                Payload.sharing(payload),
                true));
        return record;
    }
}
