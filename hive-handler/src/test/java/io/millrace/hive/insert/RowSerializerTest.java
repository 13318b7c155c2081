package io.millrace.hive.insert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamWriter;
import io.millrace.hive.KinesisSerDe;
import io.millrace.hive.serde.UserSerDe;
import io.millrace.hive.table.MetadataColumn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.RegexSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorFactory;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.junit.Test;

/** What becomes of rows that are inserted: payloads and keys; and how their task attempts are named. */
public class RowSerializerTest {
    private static Properties table() {
        Properties table = new Properties();
        table.setProperty("columns", "n,word," + String.join(",", MetadataColumn.names()));
        table.setProperty("columns.comments", "\0".repeat(6));
        table.setProperty("columns.types", "int:string:string:string:string:bigint:bigint");
        table.setProperty("field.delim", ",");
        return table;
    }

    private static OutgoingRecord serialize(Properties table, Object... row) throws SerDeException {
        List<Object> values = new ArrayList<>(Arrays.asList(row));
        while (values.size() < 7) {
            values.add(null);
        }
        ObjectInspector text = PrimitiveObjectInspectorFactory.javaStringObjectInspector;
        ObjectInspector number = PrimitiveObjectInspectorFactory.javaLongObjectInspector;
        ObjectInspector rows = ObjectInspectorFactory.getStandardStructObjectInspector(
                List.of("_col0", "_col1", "_col2", "_col3", "_col4", "_col5", "_col6"),
                List.of(
                        PrimitiveObjectInspectorFactory.javaIntObjectInspector,
                        text,
                        text,
                        text,
                        text,
                        number,
                        number));
        KinesisSerDe serde = new KinesisSerDe();
        serde.initialize(new Configuration(false), table, null);
        // A long row before it: its bytes must not show behind the shorter one's.
        serde.serialize(Arrays.asList(1, "x".repeat(100), null, null, null, null, null), rows);
        return ((OutgoingRow) serde.serialize(values, rows)).record(7);
    }

    private static Properties keyed(Integer partitionKey, Integer hashKey) {
        Properties table = table();
        new InsertSettings(
                        "sink",
                        new StreamWriter.Target(
                                new StreamIdentity("arn:aws:kinesis:us-east-1:000000000000:stream/rows", Instant.EPOCH),
                                1000),
                        Optional.ofNullable(partitionKey),
                        Optional.ofNullable(hashKey))
                .keepIn(table);
        return table;
    }

    private static String text(OutgoingRecord record) {
        return new String(record.data().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    public void thePayloadIsWhatTheSerDeMakesOfTheUsersColumnsAlone() throws SerDeException {
        OutgoingRecord record = serialize(keyed(null, null), 5, "five", "key", "shard", "1", 2L, 3L);

        assertThat(text(record)).isEqualTo("5,five");
        assertThat(record.partitionKey()).isEqualTo("key");
        assertThat(record.number()).isEqualTo(7);
        assertThat(record.explicitHashKey()).isEmpty();
    }

    @Test
    public void keysComeFromTheMetadataColumnThenTheChosenOneThenFromChance() throws SerDeException {
        assertThat(serialize(keyed(1, 0), 5, "five", "own").partitionKey()).isEqualTo("own");
        OutgoingRecord chosen = serialize(keyed(1, 0), 5, "five");
        assertThat(chosen.partitionKey()).isEqualTo("five");
        assertThat(chosen.explicitHashKey()).hasValue("5");
        assertThat(serialize(keyed(1, null), 5, null).partitionKey())
                .hasSize(16)
                .isNotEqualTo(serialize(keyed(1, null), 5, null).partitionKey());
    }

    @Test
    public void aSerDeThatOnlyReadsIsNamed() {
        Properties table = keyed(null, null);
        table.setProperty(UserSerDe.PROPERTY, RegexSerDe.class.getName());
        table.setProperty("input.regex", "(.*),(.*)");
        table.setProperty("columns.types", "string:string:string:string:string:bigint:bigint");

        assertThatThrownBy(() -> serialize(table, 5, "five"))
                .isInstanceOf(SerDeException.class)
                .hasMessageContaining("RegexSerDe only reads");
    }

    @Test
    public void whoWritesAndWhoCommitsFindEachOtherOnTez() {
        Configuration running = new Configuration(false);
        running.set("hive.execution.engine", "tez");
        running.set("mapreduce.task.attempt.id", "attempt_1700000000000_0003_r_000004_1");
        running.set("hive.tez.vertex.index", "2");
        Configuration committing = new Configuration(false);
        committing.set("hive.execution.engine", "tez");
        committing.set("mapreduce.job.application.attempt.id", "3");
        // The vertex is part of the job's name, and there are only maps.
        TaskAttemptID id = TaskAttemptID.forName("attempt_17000000000002_0003_m_000004_1");

        assertThat(TaskAttempts.running(running, 3))
                .isEqualTo(TaskAttempts.committed(committing, id))
                .isNotEqualTo(TaskAttempts.running(running, 2));
        assertThat(TaskAttempts.task(committing, id))
                .isEqualTo(
                        TaskAttempts.task(committing, TaskAttemptID.forName("attempt_17000000000002_0003_m_000004_0")))
                .isNotEqualTo(
                        TaskAttempts.task(committing, TaskAttemptID.forName("attempt_17000000000001_0003_m_000004_0")));
    }

    @Test
    public void onMapReduceTheyUseHadoopsOwnNames() {
        Configuration job = new Configuration(false);
        job.set("hive.execution.engine", "mr");
        job.set("mapreduce.task.attempt.id", "attempt_local1_0003_r_000004_1");
        TaskAttemptID id = TaskAttemptID.forName("attempt_local1_0003_r_000004_1");

        assertThat(TaskAttempts.running(job)).isEqualTo(TaskAttempts.committed(job, id));
        assertThat(TaskAttempts.task(job, id)).isEqualTo("task_local1_0003_r_000004");
    }
}
