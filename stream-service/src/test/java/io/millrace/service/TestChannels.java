package io.millrace.service;

import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChannelDescription;
import software.amazon.awssdk.services.kinesis.model.ChannelStreamConfiguration;
import software.amazon.awssdk.services.kinesis.model.CreateChannelRequest;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;
import software.amazon.awssdk.services.kinesis.model.S3DestinationConfiguration;
import software.amazon.awssdk.services.kinesis.model.S3StorageConfiguration;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** Requests for channels, right but for what a test changes. */
public final class TestChannels {
    public static final String ACCOUNT = "000000000000";
    public static final String ROLE = "arn:aws:iam::000000000000:role/delivery";
    public static final String BUCKET = "arn:aws:s3:::lake";

    private TestChannels() {}

    public static void createStream(KinesisClient client, String name) {
        client.createStream(c -> c.streamName(name).streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
    }

    public static String streamArn(String name) {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + name;
    }

    /** A channel from a stream, without any destination. */
    public static CreateChannelRequest.Builder from(String stream, String name, RecordFormatType format) {
        return CreateChannelRequest.builder()
                .channelName(name)
                .serviceExecutionRoleARN(ROLE)
                .streamConfigurationList(ChannelStreamConfiguration.builder()
                        .streamARN(streamArn(stream))
                        .recordConfiguration(records -> records.recordFormatType(format))
                        .build());
    }

    /** A channel of JSON, without compression, with the other parts of its storage as a test wants them. */
    public static CreateChannelRequest.Builder json(
            String stream, String name, Consumer<S3StorageConfiguration.Builder> change) {
        return from(stream, name, RecordFormatType.JSON)
                .s3DestinationConfiguration(to -> to.storageConfiguration(storage -> change.accept(plain(storage))));
    }

    public static CreateChannelRequest.Builder json(String stream, String name) {
        return json(stream, name, storage -> {});
    }

    /**
     * Creates a channel "c" of a stream "s", which is ACTIVE by then.
     *
     * @param delay how long states last in that service
     * @return the channel's ARN
     */
    public static String createWithStream(RunningService service, Duration delay) {
        createStream(service.client(), "s");
        service.clock().advance(delay);
        return service.client()
                .createChannel(json("s", "c").build())
                .channelDescription()
                .channelARN();
    }

    /** Creates a channel of a format and compression. */
    public static ChannelDescription create(
            KinesisClient client, String stream, String name, RecordFormatType format, S3CompressionType compression) {
        return client.createChannel(from(stream, name, format)
                        .s3DestinationConfiguration(to(compression))
                        .build())
                .channelDescription();
    }

    private static S3DestinationConfiguration to(S3CompressionType compression) {
        return S3DestinationConfiguration.builder()
                .storageConfiguration(storage -> plain(storage).compressionType(compression))
                .build();
    }

    private static S3StorageConfiguration.Builder plain(S3StorageConfiguration.Builder storage) {
        return storage.bucketARN(BUCKET).expectedBucketOwner(ACCOUNT).compressionType(S3CompressionType.NONE);
    }
}
