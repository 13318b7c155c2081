package io.millrace.config;

import io.millrace.checkpoint.PlanRequest.SilenceLimit;
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
        return new ConfigParser(new OptionValues(conf)).parse();
    }
}
