package io.millrace.benchmark;

import io.millrace.client.SdkStreamWriter;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import io.millrace.config.StreamReference;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.StreamServiceProcess;
import io.millrace.write.Backoff;
import io.millrace.write.BatchWriter;
import io.millrace.write.WriteBudget;
import io.millrace.write.WriteCounter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * The stream service and DynamoDB Local, each a process of its own with its data in one folder. For one thread.
 */
public final class Lab implements AutoCloseable {
    private static final Region REGION = Region.US_EAST_1;
    /** Access key and secret key: neither server looks at them. */
    private static final String KEY = "benchmark";
    /** What gets ready does so well before this, or something is broken. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Path folder;
    private final DynamoDbLocalProcess tables;
    private boolean quotas;
    private StreamServiceProcess streams;
    private KinesisClient kinesis;

    /** Starts both; the service has no quotas yet. */
    public Lab(Path folder) {
        this.folder = folder;
        this.tables = DynamoDbLocalProcess.inMemory(folder.resolve("dynamodb.log"));
        start();
    }

    private void start(String... options) {
        streams = StreamServiceProcess.start(folder.resolve("streams"), folder.resolve("streams.log"), options);
        kinesis = signed(KinesisClient.builder())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** From now on AWS's quotas are enforced: the service starts again, on the same data, unless it does so already. */
    public void enforceQuotas() {
        if (!quotas) {
            quotas = true;
            stop();
            start("--quotas");
        }
    }

    /** A client of the service, until {@link #enforceQuotas}; not to be closed. */
    public KinesisClient kinesis() {
        return kinesis;
    }

    public URI streams() {
        return streams.endpoint();
    }

    public URI tables() {
        return tables.endpoint();
    }

    /** What a client of the service needs to know. */
    public <B extends AwsClientBuilder<B, ?>> B signed(B builder) {
        return builder.endpointOverride(streams.endpoint())
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)));
    }

    /** Seconds of the cores that the service has used since it was started last. */
    public double cpuSeconds() {
        return CpuTime.seconds(streams.jvm());
    }

    /** Puts records into a stream, until {@link #enforceQuotas}; not to be closed. For one thread. */
    public BatchWriter writer(String stream) {
        return new BatchWriter(
                SdkStreamWriter.over(kinesis, new StreamReference(stream, Optional.empty())),
                new BatchWriter.Manner(false, Backoff.DEFAULT, WriteBudget.unlimited()),
                BatchWriter.Pace.REAL,
                BatchWriter.Listener.counting(WriteCounter.Meter.NONE));
    }

    /** Gives the SDK of another JVM region and keys. */
    public static List<String> jvmFlags() {
        return List.of("-Daws.region=" + REGION, "-Daws.accessKeyId=" + KEY, "-Daws.secretAccessKey=" + KEY);
    }

    /** Creates a stream and waits until it can be used. */
    public void createStream(String name, int shards) {
        try {
            kinesis.createStream(request -> request.streamName(name).shardCount(shards));
        } catch (ResourceInUseException e) {
            // Thousands of shards can take longer than the SDK waits for an answer: then this is its second try.
            if (kinesis.describeStreamSummary(request -> request.streamName(name))
                            .streamDescriptionSummary()
                            .openShardCount()
                    != shards) {
                throw e;
            }
        }
        await(
                "stream " + name,
                () -> kinesis.describeStreamSummary(request -> request.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    public void deleteStream(String name) {
        kinesis.deleteStream(request -> request.streamName(name).enforceConsumerDeletion(true));
    }

    /** Registers a consumer, which is removed with its stream, and waits until it can be used. */
    public String registerConsumer(String stream, String name) {
        String streamArn = kinesis.describeStreamSummary(request -> request.streamName(stream))
                .streamDescriptionSummary()
                .streamARN();
        String arn = kinesis.registerStreamConsumer(
                        request -> request.streamARN(streamArn).consumerName(name))
                .consumer()
                .consumerARN();
        await(
                "consumer " + name,
                () -> kinesis.describeStreamConsumer(request -> request.consumerARN(arn))
                                .consumerDescription()
                                .consumerStatus()
                        == ConsumerStatus.ACTIVE);
        return arn;
    }

    public void deregisterConsumer(String arn) {
        kinesis.deregisterStreamConsumer(request -> request.consumerARN(arn));
    }

    /** The settings of a job that reads a stream. */
    public Configuration job(String stream) {
        Configuration job = new Configuration(false);
        set(job, KinesisOptions.STREAM_NAME, stream);
        set(job, KinesisOptions.ENDPOINT_URL, streams.endpoint());
        set(job, KinesisOptions.REGION_NAME, REGION);
        set(job, KinesisOptions.ACCESS_KEY, KEY);
        set(job, KinesisOptions.SECRET_KEY, KEY);
        return job;
    }

    /** The settings of a job that reads iterations of a stream, under a logical name that is the stream's. */
    public Configuration iterations(String stream) {
        Configuration job = job(stream);
        set(job, KinesisOptions.CHECKPOINT_ENABLED, true);
        set(job, KinesisOptions.CHECKPOINT_TABLE, "iterations");
        set(job, KinesisOptions.CHECKPOINT_ENDPOINT_URL, tables.endpoint());
        set(job, KinesisOptions.LOGICAL_NAME, stream);
        return job;
    }

    public static void set(Configuration job, Option<?> option, Object value) {
        job.set(option.key(), value.toString());
    }

    private static void await(String what, BooleanSupplier ready) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + " did not get ready");
            }
            Pause.millis(100);
        }
    }

    private void stop() {
        kinesis.close();
        streams.close();
    }

    @Override
    public void close() {
        stop();
        tables.close();
    }
}
