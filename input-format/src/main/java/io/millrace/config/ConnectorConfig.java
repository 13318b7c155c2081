package io.millrace.config;

import io.millrace.checkpoint.PlanRequest.SilenceLimit;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * All that a job says about the stream it reads or writes, checked once. Immutable; its text form shows no secret.
 *
 * @param stream the stream
 * @param endpoint where the Kinesis API is
 * @param credentials for the Kinesis API and for the checkpoint table
 * @param window which part of the stream is wanted
 * @param reading how records are read
 * @param checkpointing the iteration that is read; empty for a read without checkpoints
 * @param consumerArn the registered consumer by which records are read; empty: by GetRecords
 * @param pushesPartitionKeys whether the shards of a partition key are found by its hash
 * @param writing how records are written
 * @param silence how long the planning of a new iteration waits for the first new record
 */
public record ConnectorConfig(
        StreamReference stream,
        Endpoint endpoint,
        Credentials credentials,
        Window window,
        Reading reading,
        Optional<Checkpointing> checkpointing,
        Optional<String> consumerArn,
        boolean pushesPartitionKeys,
        Writing writing,
        SilenceLimit silence) {

    /**
     * Reads the configuration of a job.
     *
     * @param conf secrets are read with {@link Configuration#getPassword}, hence from credential providers as well
     * @throws ConfigException when a key is unknown, missing, or its value is not allowed
     */
    public static ConnectorConfig from(Configuration conf) {
        OptionValues values = new OptionValues(conf);
        Optional<StreamReference> stream = StreamReference.from(values);
        Endpoint endpoint =
                new Endpoint(values.get(KinesisOptions.ENDPOINT_URL), values.get(KinesisOptions.REGION_NAME));
        Credentials credentials = Credentials.from(values);
        boolean checkpoints = values.get(KinesisOptions.CHECKPOINT_ENABLED).orElse(false);
        Window window = Window.from(values, checkpoints);
        Optional<Reading> reading = Reading.from(values, endpoint);
        Optional<Checkpointing> checkpointing = Checkpointing.from(values, endpoint, checkpoints);
        Optional<Duration> noData = values.get(KinesisOptions.NO_DATA_TIMEOUT);
        Optional<Duration> most = values.get(KinesisOptions.ITERATION_TIMEOUT);
        Optional<String> consumer = consumer(values, stream);
        Optional<Boolean> pushesPartitionKeys = values.get(KinesisOptions.PUSHDOWN_PARTITION_KEY);
        Optional<Writing> writing = Writing.from(values);
        // Those that only some engines ask for as well: a mistake in them is told before the job runs, not by its
        // tasks.
        KinesisOptions.ALL.stream().filter(option -> !option.secret()).forEach(values::get);
        values.throwIfAny();
        return new ConnectorConfig(
                stream.orElseThrow(),
                endpoint,
                credentials,
                window,
                reading.orElseThrow(),
                checkpointing,
                consumer,
                // What is inserted with hash keys of its own does not lie where its partition key says.
                pushesPartitionKeys.orElse(!values.isSet(KinesisOptions.WRITE_HASH_KEY_COLUMN)),
                writing.orElseThrow(),
                new SilenceLimit(noData.orElseThrow(), most.orElseThrow()));
    }

    private static Optional<String> consumer(OptionValues values, Optional<StreamReference> stream) {
        Optional<String> consumer = values.get(KinesisOptions.CONSUMER_ARN);
        Optional<String> itsStream =
                consumer.map(arn -> arn.substring(arn.indexOf('/') + 1, arn.indexOf("/consumer/")));
        if (stream.isPresent()
                && itsStream.filter(name -> !name.equals(stream.get().name())).isPresent()) {
            values.problem(KinesisOptions.CONSUMER_ARN + " is '" + consumer.get()
                    + "', a consumer of another stream than " + stream.get().name());
        }
        return consumer;
    }
}
