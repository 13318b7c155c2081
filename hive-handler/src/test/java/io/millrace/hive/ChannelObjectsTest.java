package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ChannelStreamConfiguration;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;

/** What a channel has delivered, as a table over its folder. */
public class ChannelObjectsTest {
    private static final int RECORDS = 50;

    private static HiveSession hive;

    private final TestStream stream = TestStream.distributing();
    private final String bucket = "lake-" + UUID.randomUUID();

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    @Test
    public void hiveReadsThemAsPartitionsOfAnExternalTable() {
        LocalServices.get().kinesis().createChannel(c -> c.channelName(bucket)
                .serviceExecutionRoleARN("arn:aws:iam::000000000000:role/any")
                .streamConfigurationList(ChannelStreamConfiguration.builder()
                        .streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/" + stream.name())
                        .recordConfiguration(r -> r.recordFormatType(RecordFormatType.JSON))
                        .build())
                .s3DestinationConfiguration(s3 -> s3.storageConfiguration(to -> to.bucketARN("arn:aws:s3:::" + bucket)
                        .expectedBucketOwner("000000000000")
                        .compressionType(S3CompressionType.GZIP)
                        .outputKeyTemplate("visits/day=!{yyyy}-!{MM}-!{dd}/part!{extension}"))));
        List<PutRecordsRequestEntry> records = IntStream.range(0, RECORDS)
                .mapToObj(n -> PutRecordsRequestEntry.builder()
                        .partitionKey("k" + n)
                        .data(SdkBytes.fromUtf8String("{\"n\": " + n + ", \"page\": \"/p" + n % 3 + "\"}\n"))
                        .build())
                .toList();
        LocalServices.get().kinesis().putRecords(p -> p.streamName(stream.name())
                .records(records));
        Path folder = LocalServices.get().buckets().resolve(bucket).resolve("visits");
        // An object that gets its final name while the folder is looked at is in neither place.
        await().ignoreExceptionsInstanceOf(UncheckedIOException.class).until(() -> delivered(folder) == RECORDS);

        String table = "visits" + UUID.randomUUID().toString().replace("-", "");
        hive.run("CREATE EXTERNAL TABLE " + table + " (n INT, page STRING) PARTITIONED BY (day STRING)"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe' LOCATION '" + folder.toUri() + "'");
        hive.run("MSCK REPAIR TABLE " + table);

        assertThat(hive.run("SELECT page, count(*), sum(n), count(DISTINCT n) FROM " + table
                        + " WHERE day >= '2000' GROUP BY page ORDER BY page"))
                .containsExactly("/p0|17|408|17", "/p1|17|425|17", "/p2|16|392|16");
        hive.run("DROP TABLE " + table);
    }

    /** How many records the objects have, as their names tell. */
    private static long delivered(Path folder) {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json.gz"))
                    .mapToLong(
                            name -> Long.parseLong(name.substring(name.lastIndexOf('-') + 1, name.indexOf(".json.gz"))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
