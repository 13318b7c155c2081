package io.millrace.hive.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import io.millrace.config.ExistingTable;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Reads a DynamoDB table for Hive by a <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan">parallel scan</a>: a
 * segment for each 64 MiB that DynamoDB last counted. Reads are eventually consistent. Stateless.
 */
public final class DynamoDbInputFormat implements InputFormat<NullWritable, DynamoDbItem> {
    private static final long BYTES_OF_A_SEGMENT = 64L << 20;
    private static final int MOST_SEGMENTS = 1_000;

    @Override
    public InputSplit[] getSplits(JobConf job, int wanted) throws IOException {
        Path location = FileInputFormat.getInputPaths(job)[0];
        ExistingTable place = DynamoDbTable.in(job);
        String name = place.table().name();
        try (DynamoDbClient client = DynamoDbTable.client(place)) {
            TableDescription table =
                    client.describeTable(request -> request.tableName(name)).table();
            List<String> keys = table.keySchema().stream()
                    .map(KeySchemaElement::attributeName)
                    .toList();
            int segments = (int) Math.min(MOST_SEGMENTS, 1 + table.tableSizeBytes() / BYTES_OF_A_SEGMENT);
            return IntStream.range(0, segments)
                    .mapToObj(segment -> new DynamoDbSplit(segment, segments, keys, location))
                    .toArray(InputSplit[]::new);
        } catch (SdkException | CheckpointException | StreamException e) {
            throw new IOException("the DynamoDB table " + name + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public RecordReader<NullWritable, DynamoDbItem> getRecordReader(InputSplit split, JobConf job, Reporter reporter)
            throws IOException {
        if (!(split instanceof DynamoDbSplit ours)) {
            throw new IOException("a split of a DynamoDB table was expected, but there is a "
                    + split.getClass().getName());
        }
        ExistingTable place = DynamoDbTable.in(job);
        try {
            return new DynamoDbRecordReader(
                    DynamoDbTable.client(place), place.table().name(), DynamoDbTable.attributesIn(job), ours, reporter);
        } catch (CheckpointException | StreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
