package io.millrace.hive.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Checkpointing;
import io.millrace.config.KinesisOptions;
import io.millrace.testing.LocalServices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How a task reads a DynamoDB table: segments, where the table is, and what a job tells of it. */
public class DynamoDbScanTest {
    private static final String SECRET = "verySecretKeyOfTheTable";

    private final String name = "scanned" + UUID.randomUUID().toString().replace("-", "");
    private final DynamoDbClient dynamo = LocalServices.get().dynamoDb();
    private final String endpoint = LocalServices.get().tables().toString();

    @Before
    public void createTable() {
        ItemTables.create(dynamo, name, "id");
    }

    @After
    public void dropTable() {
        LocalServices.get().dropTable(name);
        dynamo.close();
    }

    private Map<String, String> properties(String... others) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "dynamodb.table.name",
                name,
                "dynamodb.endpoint",
                endpoint,
                "dynamodb.region",
                LocalServices.REGION.id(),
                "columns",
                "id"));
        for (int i = 0; i < others.length; i += 2) {
            properties.put(others[i], others[i + 1]);
        }
        return properties;
    }

    private static JobConf job(Map<String, String> properties) {
        Configuration session = new Configuration(false);
        session.set(KinesisOptions.ACCESS_KEY.key(), LocalServices.KEY);
        session.set(KinesisOptions.SECRET_KEY.key(), SECRET);
        Map<String, String> told = new HashMap<>();
        DynamoDbTable.describe(properties, session, told);
        JobConf job = new JobConf(session);
        told.forEach(job::set);
        return job;
    }

    @Test
    public void theSegmentsOfATableHoldEachItemOnce() throws IOException {
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> "item " + i).toList();
        ids.forEach(
                id -> dynamo.putItem(request -> request.tableName(name).item(Map.of("id", AttributeValue.fromS(id)))));
        JobConf job = job(properties());
        List<String> read = new ArrayList<>();
        int filled = 0;
        for (int segment = 0; segment < 4; segment++) {
            List<String> part = read(job, new DynamoDbSplit(segment, 4, List.of("id"), new Path("file:/nowhere")));
            filled += part.isEmpty() ? 0 : 1;
            read.addAll(part);
        }

        assertThat(filled).as("segments with items").isGreaterThan(1);
        assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static List<String> read(JobConf job, DynamoDbSplit split) throws IOException {
        List<String> read = new ArrayList<>();
        RecordReader<NullWritable, DynamoDbItem> reader =
                new DynamoDbInputFormat().getRecordReader(sent(split), job, Reporter.NULL);
        try (reader) {
            DynamoDbItem item = reader.createValue();
            while (reader.next(reader.createKey(), item)) {
                read.add(item.attribute("id").s());
            }
        }
        return read;
    }

    /** As it comes out at the task. */
    private static DynamoDbSplit sent(DynamoDbSplit split) throws IOException {
        DataOutputBuffer out = new DataOutputBuffer();
        split.write(out);
        DataInputBuffer in = new DataInputBuffer();
        in.reset(out.getData(), out.getLength());
        DynamoDbSplit received = new DynamoDbSplit();
        received.readFields(in);
        return received;
    }

    @Test
    public void aTableIsFoundWhereItsPropertiesSay() {
        Checkpointing.Table table = DynamoDbTable.in(job(properties())).table();
        assertThat(table.name()).isEqualTo(name);
        assertThat(table.endpoint().url())
                .hasValueSatisfying(url -> assertThat(url).hasToString(endpoint));
        assertThat(table.endpoint().region()).contains(LocalServices.REGION.id());

        String host = "dynamodb.eu-west-1.amazonaws.com";
        assertThat(DynamoDbTable.in(job(properties("dynamodb.endpoint", host)))
                        .table()
                        .endpoint()
                        .url())
                .hasValueSatisfying(url -> assertThat(url).hasToString("https://" + host));
    }

    @Test
    public void aMissingTableIsNamed() {
        JobConf job = job(properties("dynamodb.table.name", "gone"));
        job.set("mapreduce.input.fileinputformat.inputdir", "file:/nowhere");

        assertThatThrownBy(() -> new DynamoDbInputFormat().getSplits(job, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the DynamoDB table gone can't be read");
    }

    @Test
    public void whatTheJobIsToldHoldsNoSecret() {
        Configuration session = new Configuration(false);
        session.set(KinesisOptions.SECRET_KEY.key(), SECRET);
        Map<String, String> told = new HashMap<>();
        DynamoDbTable.describe(properties(KinesisOptions.SECRET_KEY.key(), SECRET), session, told);

        assertThat(told.toString()).doesNotContain(SECRET);
    }
}
