package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChannelDescription;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.ChannelStreamConfiguration;
import software.amazon.awssdk.services.kinesis.model.CreateChannelRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PartitionField;
import software.amazon.awssdk.services.kinesis.model.PartitionTransform;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.S3StorageClass;
import software.amazon.awssdk.services.kinesis.model.S3TablesCompressionType;
import software.amazon.awssdk.services.kinesis.model.S3TablesConfiguration;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

public class CreateChannelTest {
    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final String SCHEMA = "arn:aws:glue:us-east-1:000000000000:schema/registry/schema";

    @ClassRule
    public static final RunningService service =
            new RunningService(new Settings("000000000000", DELAY, OptionalInt.empty(), Optional.empty()));

    private KinesisClient client;

    @Before
    public void createStream() {
        client = service.client();
        TestChannels.createStream(client, "s");
        service.clock().advance(DELAY);
    }

    @After
    public void deleteAll() {
        client = service.client();
        client.listChannels(l -> {})
                .channelSummaries()
                .forEach(each -> client.deleteChannel(d -> d.channelARN(each.channelARN())));
        service.clock().advance(DELAY);
        client.listStreams(l -> {}).streamNames().forEach(each -> client.deleteStream(d -> d.streamName(each)));
        service.clock().advance(DELAY);
    }

    @Test
    public void isCreatingUntilTheDelayIsOverAndTellsItsDefaults() {
        ChannelDescription created =
                client.createChannel(TestChannels.json("s", "c").build()).channelDescription();

        assertThat(created.channelStatus()).isEqualTo(ChannelStatus.CREATING);
        assertThat(created.channelId()).matches("[0-9a-f]{12}");
        assertThat(created.channelARN())
                .isEqualTo("arn:aws:kinesis:us-east-1:000000000000:channel/c/" + created.channelId());
        assertThat(created.channelCreationTimestamp()).isEqualTo(service.clock().instant());
        assertThat(created.serviceExecutionRoleARN()).isEqualTo(TestChannels.ROLE);
        assertThat(created.streamConfigurationList()).singleElement().satisfies(stream -> {
            assertThat(stream.streamARN()).isEqualTo(TestChannels.streamArn("s"));
            assertThat(stream.streamCreationTimestamp())
                    .isEqualTo(service.clock().instant().minus(DELAY));
            assertThat(stream.recordConfiguration().recordFormatType()).isEqualTo(RecordFormatType.JSON);
        });
        assertThat(created.s3DestinationConfiguration().dataFreshnessInSeconds())
                .isEqualTo(300);
        assertThat(created.s3DestinationConfiguration().storageConfiguration().storageClass())
                .isEqualTo(S3StorageClass.STANDARD);
        assertThat(created.s3DestinationConfiguration().storageConfiguration().outputKeyTemplate())
                .startsWith("kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/");
        assertThat(created.s3DestinationConfiguration().deadLetterQueueS3Configuration())
                .satisfies(letters -> {
                    assertThat(letters.bucketARN()).isEqualTo(TestChannels.BUCKET);
                    assertThat(letters.errorOutputPrefix())
                            .isEqualTo("kinesis-channel/errors/c/" + created.channelId() + "/");
                });
        assertThat(created.loggingConfiguration().cloudWatchLogs().enabled()).isFalse();
        assertThat(created.encryptionConfiguration()).isNull();

        service.clock().advance(DELAY);
        assertThat(status(created)).isEqualTo(ChannelStatus.ACTIVE);
    }

    @Test
    public void keepsAllThatWasGivenAcrossARestart() throws Exception {
        ChannelDescription created = client.createChannel(TestChannels.json(
                                "s", "c", storage -> storage.outputKeyTemplate("!{stream-name}/x!{extension:.log}")
                                        .storageClass(S3StorageClass.GLACIER_IR))
                        .loggingConfiguration(l -> l.cloudWatchLogs(w -> w.enabled(true)))
                        .build())
                .channelDescription();
        assertThat(created.loggingConfiguration().cloudWatchLogs()).satisfies(logs -> {
            assertThat(logs.logGroupName()).isEqualTo("/aws/kinesis/c/" + created.channelId());
            assertThat(logs.logStreamName()).isEqualTo("DestinationDelivery");
        });

        service.restart();
        assertThat(service.client()
                        .describeChannel(d -> d.channelARN(created.channelARN()))
                        .channelDescription())
                .isEqualTo(created);
    }

    @Test
    public void oneToTablesBecomesFailedAndSaysWhy() {
        ChannelDescription created =
                client.createChannel(toTable(SCHEMA).build()).channelDescription();
        assertThat(created.channelStatus()).isEqualTo(ChannelStatus.CREATING);
        assertThat(created.s3TablesDestinationConfiguration().s3TablesConfigurationList())
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.tableName()).isEqualTo("events");
                    assertThat(table.partitionSpec().partitionFields())
                            .singleElement()
                            .satisfies(field -> assertThat(field.sourceName()).isEqualTo("at"));
                });

        service.clock().advance(DELAY);
        ChannelDescription failed = described(created);
        assertThat(failed.channelStatus()).isEqualTo(ChannelStatus.FAILED);
        assertThat(failed.channelStatusReason()).contains("delivers to general purpose buckets only");
    }

    @Test
    public void oneWithAKeyBecomesFailedAndSaysWhy() {
        ChannelDescription created = client.createChannel(TestChannels.json("s", "c")
                        .encryptionConfiguration(e -> e.encryptionType("KMS").keyId("alias/k"))
                        .build())
                .channelDescription();
        service.clock().advance(DELAY);

        assertThat(described(created).encryptionConfiguration().keyId()).isEqualTo("alias/k");
        assertThat(described(created).channelStatus()).isEqualTo(ChannelStatus.FAILED);
        assertThat(described(created).channelStatusReason()).contains("without EncryptionConfiguration");
    }

    @Test
    public void aNameIsTakenOncePerAccountAndRegion() {
        client.createChannel(TestChannels.json("s", "c").build());
        TestChannels.createStream(client, "t");
        service.clock().advance(DELAY);

        assertThatThrownBy(
                        () -> client.createChannel(TestChannels.json("t", "c").build()))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Channel c under account 000000000000 already exists.");
        client.createChannel(TestChannels.json("s", "d").build());
    }

    @Test
    public void onlyAStreamThatIsThereActiveAndOnDemandHasChannels() {
        client.createStream(c -> c.streamName("fixed").shardCount(1));
        assertThatThrownBy(() ->
                        client.createChannel(TestChannels.json("fixed", "c").build()))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Stream fixed under account 000000000000 not ACTIVE, instead in state CREATING");
        service.clock().advance(DELAY);
        assertInvalid(TestChannels.json("fixed", "c"), "only streams in ON_DEMAND mode can have channels");
        assertThatThrownBy(() ->
                        client.createChannel(TestChannels.json("nosuch", "c").build()))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream nosuch under account 000000000000 not found.");
    }

    @Test
    public void thereIsOneStreamAndOneDestination() {
        assertInvalid(
                TestChannels.from("s", "c", RecordFormatType.JSON),
                "Exactly one of S3DestinationConfiguration and S3TablesDestinationConfiguration must be given.");
        assertInvalid(
                toTable(SCHEMA)
                        .s3DestinationConfiguration(
                                TestChannels.json("s", "c").build().s3DestinationConfiguration()),
                "Exactly one of");
        CreateChannelRequest one = TestChannels.json("s", "c").build();
        assertInvalid(
                one.toBuilder()
                        .streamConfigurationList(
                                one.streamConfigurationList().get(0),
                                one.streamConfigurationList().get(0)),
                "StreamConfigurationList has 2 streams: a channel has exactly one.");
    }

    @Test
    public void formatsFitTheDestination() {
        CreateChannelRequest.Builder gsr = TestChannels.from("s", "c", RecordFormatType.GSR_JSON)
                .s3DestinationConfiguration(TestChannels.json("s", "c").build().s3DestinationConfiguration());
        assertInvalid(
                gsr,
                "RecordFormatType GSR_JSON is not allowed for a general purpose bucket: allowed are"
                        + " [JSON, STRING, BYTE_ARRAY].");
        assertInvalid(toTable(null), "S3TablesDestinationConfiguration needs a GSRSchemaARN.");
        assertInvalid(
                toTable(SCHEMA)
                        .streamConfigurationList(TestChannels.from("s", "c", RecordFormatType.STRING)
                                .build()
                                .streamConfigurationList()),
                "RecordFormatType STRING is not allowed for a table: allowed are [GSR_JSON, JSON].");
    }

    @Test
    public void freshnessHasBounds() {
        for (int seconds : new int[] {299, 901, 0, -1}) {
            assertInvalid(
                    withFreshness(seconds),
                    "DataFreshnessInSeconds " + seconds + " is not allowed: it can be 300 to 900.");
        }
        assertThat(client.createChannel(withFreshness(900).build())
                        .channelDescription()
                        .s3DestinationConfiguration()
                        .dataFreshnessInSeconds())
                .isEqualTo(900);
    }

    @Test
    public void noKeyLeavesTheBucketOrIsNone() {
        for (String template :
                new String[] {"../x", "a/../../x", "/etc/x", "a//b", "./a", "a/..", "!{stream-name}/../x", "..", "a/./b"
                }) {
            assertInvalid(
                    TestChannels.json(
                            "s",
                            "c",
                            storage -> storage.outputKeyTemplate(template.endsWith("..") ? template + "/" : template)),
                    "OutputKeyTemplate is not allowed: the key '");
        }
        assertInvalid(
                TestChannels.json("s", "c", storage -> storage.outputKeyTemplate("a/!{shard}/b")),
                "OutputKeyTemplate a/!{shard}/b has the unknown variable !{shard}; known are channel-name");
        assertInvalid(
                TestChannels.json("s", "c", storage -> storage.outputKeyTemplate("a/{yyyy}")),
                "belongs to no variable");
        assertInvalid(
                TestChannels.json("s", "c", storage -> storage.outputKeyTemplate("!{extension}/a")),
                "has !{extension} before its end");
        assertInvalid(
                TestChannels.json("s", "c", storage -> storage.outputKeyTemplate("x".repeat(200))),
                "more than the 255 of a file's name");
        assertInvalid(
                TestChannels.json("s", "c", storage -> storage.bucketARN("arn:aws:s3:::...")),
                "BucketARN is not allowed: the bucket name '...' must begin with a letter or digit");
        assertInvalid(
                withErrors("errors/../../x/"), "ErrorOutputPrefix is not allowed: the key 'errors/../../x/1970/01/01");
        assertInvalid(withErrors("/errors/"), "ErrorOutputPrefix is not allowed");
        assertThat(client.listChannels(l -> {}).channelSummaries()).isEmpty();
    }

    @Test
    public void aStreamWhoseNameIsNoNameOfAFolderIsNoticed() {
        TestChannels.createStream(client, "..");
        service.clock().advance(DELAY);
        assertInvalid(
                TestChannels.json("..", "c", storage -> storage.outputKeyTemplate("!{stream-name}/x")),
                "has '..' as a part");
    }

    @Test
    public void theLongestNameHasKeysThatAreNamesOfFiles() {
        client.createChannel(TestChannels.json("s", "c".repeat(128)).build());
    }

    @Test
    public void constraintsOfTheModelAreNamed() {
        assertThatThrownBy(() -> client.createChannel(TestChannels.json("s", "a b")
                        .serviceExecutionRoleARN("nobody")
                        .build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("2 validation errors detected: Value 'a b' at 'channelName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
                .hasMessageContaining("Value 'nobody' at 'serviceExecutionRoleARN'");
        assertThatThrownBy(() ->
                        client.createChannel(TestChannels.json("s", "c", storage -> storage.compressionType("LZ4"))
                                .build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Value 'LZ4' at 's3DestinationConfiguration.storageConfiguration.compressionType'"
                        + " failed to satisfy constraint: Member must satisfy enum value set: [GZIP, NONE, ZSTD]");
    }

    private CreateChannelRequest.Builder withFreshness(int seconds) {
        CreateChannelRequest plain = TestChannels.json("s", "c").build();
        return plain.toBuilder()
                .s3DestinationConfiguration(plain.s3DestinationConfiguration().toBuilder()
                        .dataFreshnessInSeconds(seconds)
                        .build());
    }

    private CreateChannelRequest.Builder withErrors(String prefix) {
        CreateChannelRequest plain = TestChannels.json("s", "c").build();
        return plain.toBuilder()
                .s3DestinationConfiguration(plain.s3DestinationConfiguration().toBuilder()
                        .deadLetterQueueS3Configuration(d -> d.bucketARN(TestChannels.BUCKET)
                                .expectedBucketOwner(TestChannels.ACCOUNT)
                                .errorOutputPrefix(prefix))
                        .build());
    }

    private CreateChannelRequest.Builder toTable(String schema) {
        S3TablesConfiguration table = S3TablesConfiguration.builder()
                .tableBucketARN("arn:aws:s3tables:us-east-1:000000000000:bucket/tables")
                .namespace("web")
                .tableName("events")
                .compressionType(S3TablesCompressionType.ZSTD)
                .partitionSpec(spec -> spec.partitionFields(PartitionField.builder()
                        .transform(PartitionTransform.TIME_HOUR)
                        .sourceName("at")
                        .build()))
                .build();
        return CreateChannelRequest.builder()
                .channelName("c")
                .serviceExecutionRoleARN(TestChannels.ROLE)
                .streamConfigurationList(ChannelStreamConfiguration.builder()
                        .streamARN(TestChannels.streamArn("s"))
                        .recordConfiguration(
                                r -> r.recordFormatType(RecordFormatType.JSON).gsrSchemaARN(schema))
                        .build())
                .s3TablesDestinationConfiguration(to -> to.s3TablesConfigurationList(table)
                        .deadLetterQueueS3Configuration(
                                d -> d.bucketARN(TestChannels.BUCKET).expectedBucketOwner(TestChannels.ACCOUNT)));
    }

    private void assertInvalid(CreateChannelRequest.Builder request, String message) {
        assertThatThrownBy(() -> client.createChannel(request.build()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(message);
    }

    private ChannelStatus status(ChannelDescription channel) {
        return described(channel).channelStatus();
    }

    private ChannelDescription described(ChannelDescription channel) {
        return client.describeChannel(d -> d.channelARN(channel.channelARN())).channelDescription();
    }
}
