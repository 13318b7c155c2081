package io.millrace.config;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlanRequest.SilenceLimit;
import io.millrace.config.Reading.ReadLimits;
import io.millrace.config.Writing.WriteLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns options into a {@link ConnectorConfig}, and checks what must hold between them. For one parse by one thread. */
final class ConfigParser {
    private final OptionValues values;

    ConfigParser(OptionValues values) {
        this.values = values;
    }

    ConnectorConfig parse() {
        Optional<StreamReference> stream = stream();
        Endpoint endpoint =
                new Endpoint(values.get(KinesisOptions.ENDPOINT_URL), values.get(KinesisOptions.REGION_NAME));
        Credentials credentials = credentials();
        boolean checkpoints = values.get(KinesisOptions.CHECKPOINT_ENABLED).orElse(false);
        Window window = window(checkpoints);
        Optional<Reading> reading = reading(endpoint);
        Optional<Checkpointing> checkpointing = checkpointing(endpoint, checkpoints);
        Optional<Duration> noData = values.get(KinesisOptions.NO_DATA_TIMEOUT);
        Optional<Duration> most = values.get(KinesisOptions.ITERATION_TIMEOUT);
        Optional<String> consumer = consumer(stream);
        Optional<Boolean> pushesPartitionKeys = values.get(KinesisOptions.PUSHDOWN_PARTITION_KEY);
        Optional<Writing> writing = writing();
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

    StoredIterationsConfig parseStoredIterations() {
        Credentials credentials = credentials();
        Optional<Checkpointing.Table> table = checkpointTable(values.get(KinesisOptions.REGION_NAME));
        require(KinesisOptions.CHECKPOINT_TABLE, "it names the DynamoDB table that is looked at");
        Optional<LogicalName> reader = values.get(KinesisOptions.LOGICAL_NAME);
        boolean named = values.isSet(KinesisOptions.STREAM_NAME) || values.isSet(KinesisOptions.STREAM_ARN);
        Optional<StreamReference> stream = named ? stream() : Optional.empty();
        values.throwIfAny();
        return new StoredIterationsConfig(table.orElseThrow().withoutCreating(), credentials, reader, stream);
    }

    private Optional<StreamReference> stream() {
        Optional<String> name = values.get(KinesisOptions.STREAM_NAME);
        Optional<String> arn = values.get(KinesisOptions.STREAM_ARN);
        Optional<String> nameInArn = arn.map(text -> text.substring(text.lastIndexOf('/') + 1));
        if (!values.isSet(KinesisOptions.STREAM_NAME) && !values.isSet(KinesisOptions.STREAM_ARN)) {
            values.problem(
                    "no stream is named: set " + KinesisOptions.STREAM_NAME + " or " + KinesisOptions.STREAM_ARN);
        }
        if (name.isPresent() && nameInArn.isPresent() && !name.equals(nameInArn)) {
            values.problem(KinesisOptions.STREAM_NAME + " is '" + name.get() + "' but " + KinesisOptions.STREAM_ARN
                    + " is '" + arn.get() + "': they must mean the same stream");
        }
        return nameInArn.or(() -> name).map(text -> new StreamReference(text, arn));
    }

    private Optional<String> consumer(Optional<StreamReference> stream) {
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

    private Credentials credentials() {
        boolean access = values.isSet(KinesisOptions.ACCESS_KEY);
        boolean secret = values.isSet(KinesisOptions.SECRET_KEY);
        Optional<String> accessKey = values.get(KinesisOptions.ACCESS_KEY);
        Optional<String> secretKey = values.get(KinesisOptions.SECRET_KEY);
        Optional<String> token = values.get(KinesisOptions.SESSION_TOKEN);
        Optional<String> provider = values.get(KinesisOptions.CREDENTIALS_PROVIDER);
        if (access != secret) {
            values.problem((access ? KinesisOptions.ACCESS_KEY : KinesisOptions.SECRET_KEY) + " is set without "
                    + (access ? KinesisOptions.SECRET_KEY : KinesisOptions.ACCESS_KEY) + ": set both or neither");
        }
        if (token.isPresent() && !access && !secret) {
            values.problem(KinesisOptions.SESSION_TOKEN + " is set without " + KinesisOptions.ACCESS_KEY + " and "
                    + KinesisOptions.SECRET_KEY + ": it only has a meaning with them");
        }
        if (provider.isPresent() && (access || secret)) {
            values.problem(KinesisOptions.CREDENTIALS_PROVIDER + " and keys (" + KinesisOptions.ACCESS_KEY
                    + ") are both set: set one of them");
        }
        Optional<String> externalId = values.get(KinesisOptions.ROLE_EXTERNAL_ID);
        Optional<Credentials.Role> role =
                values.get(KinesisOptions.ROLE_ARN).map(arn -> new Credentials.Role(arn, externalId));
        if (externalId.isPresent() && !values.isSet(KinesisOptions.ROLE_ARN)) {
            values.problem(KinesisOptions.ROLE_EXTERNAL_ID + " is set without " + KinesisOptions.ROLE_ARN);
        }
        if (accessKey.isPresent() && secretKey.isPresent()) {
            return new Credentials(new Credentials.Keys(accessKey.get(), secretKey.get(), token), role);
        }
        return new Credentials(
                provider.<Credentials.Source>map(Credentials.ProviderClass::new).orElseGet(Credentials.SdkChain::new),
                role);
    }

    private Window window(boolean checkpoints) {
        Optional<Instant> from = values.get(KinesisOptions.START_TIMESTAMP);
        Optional<Instant> until = values.get(KinesisOptions.END_TIMESTAMP);
        for (Option<Instant> bound : List.of(KinesisOptions.START_TIMESTAMP, KinesisOptions.END_TIMESTAMP)) {
            if (checkpoints && values.isSet(bound)) {
                values.problem(bound + " is set together with " + KinesisOptions.CHECKPOINT_ENABLED
                        + ": a time never bounds an iteration; use " + KinesisOptions.INITIAL_POSITION
                        + " for the start of iteration 0, or read without checkpoints");
            }
        }
        if (from.isPresent() && values.isSet(KinesisOptions.INITIAL_POSITION)) {
            values.problem(KinesisOptions.START_TIMESTAMP + " and " + KinesisOptions.INITIAL_POSITION
                    + " both say where the read begins: set one of them");
        }
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            values.problem(KinesisOptions.START_TIMESTAMP + " (" + from.get() + ") is not before "
                    + KinesisOptions.END_TIMESTAMP + " (" + until.get() + ")");
        }
        return new Window(
                values.get(KinesisOptions.INITIAL_POSITION).orElseGet(InitialPosition.TrimHorizon::new), from, until);
    }

    private Optional<Reading> reading(Endpoint endpoint) {
        boolean real = endpoint.isOfAws(Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_KINESIS")));
        int calls = values.get(KinesisOptions.READ_LIMIT_CALLS)
                .orElse(real ? ReadLimits.OF_A_SHARD.calls() : ReadLimits.UNLIMITED);
        int bytes = values.get(KinesisOptions.READ_LIMIT_BYTES)
                .orElse(real ? ReadLimits.OF_A_SHARD.bytes() : ReadLimits.UNLIMITED);
        Optional<Integer> batch = values.get(KinesisOptions.BATCH_SIZE);
        Optional<DataLoss> dataLoss = values.get(KinesisOptions.DATA_LOSS);
        Optional<Packing> packing = packing();
        Optional<BadRecords.Reaction> badRecords = values.get(KinesisOptions.BAD_RECORDS);
        Optional<String> folder = values.get(KinesisOptions.BAD_RECORDS_PATH);
        if (batch.isEmpty() || dataLoss.isEmpty() || packing.isEmpty() || badRecords.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Reading(
                batch.get(),
                new ReadLimits(calls, bytes),
                dataLoss.get(),
                packing.get(),
                new BadRecords(badRecords.get(), folder)));
    }

    private Optional<Packing> packing() {
        Optional<Boolean> deaggregation = values.get(KinesisOptions.DEAGGREGATION);
        Optional<Compression> compression = values.get(KinesisOptions.COMPRESSION);
        Optional<Integer> mostBytes = values.get(KinesisOptions.DECOMPRESSED_BYTES);
        Optional<Delimiter> delimiter = values.get(KinesisOptions.DELIMITER);
        if (deaggregation.isEmpty() || compression.isEmpty() || mostBytes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Packing(deaggregation.get(), compression.get(), mostBytes.get(), delimiter));
    }

    private Optional<Writing> writing() {
        Optional<String> partitionKey = values.get(KinesisOptions.WRITE_PARTITION_KEY_COLUMN);
        Optional<String> hashKey = values.get(KinesisOptions.WRITE_HASH_KEY_COLUMN);
        Optional<Boolean> ordered = values.get(KinesisOptions.WRITE_ORDERED);
        Optional<Integer> threads = values.get(KinesisOptions.WRITE_THREADS);
        WriteLimits limits = new WriteLimits(
                values.get(KinesisOptions.WRITE_LIMIT_RECORDS), values.get(KinesisOptions.WRITE_LIMIT_BYTES));
        Optional<String> staging = values.get(KinesisOptions.WRITE_STAGING);
        if (ordered.isEmpty() || threads.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Writing(partitionKey, hashKey, ordered.get(), threads.get(), limits, staging));
    }

    private Optional<Checkpointing> checkpointing(Endpoint stream, boolean enabled) {
        Optional<Checkpointing.Table> table = checkpointTable(stream.region());
        Optional<LogicalName> reader = values.get(KinesisOptions.LOGICAL_NAME);
        Optional<IterationChoice> iteration = values.get(KinesisOptions.ITERATION);
        if (!enabled) {
            return Optional.empty();
        }
        String because = "it is required because " + KinesisOptions.CHECKPOINT_ENABLED + " is true";
        require(KinesisOptions.CHECKPOINT_TABLE, because);
        require(KinesisOptions.LOGICAL_NAME, because);
        if (table.isEmpty() || reader.isEmpty() || iteration.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Checkpointing(reader.get(), iteration.get(), table.get()));
    }

    private Optional<Checkpointing.Table> checkpointTable(Optional<String> otherRegion) {
        Optional<String> name = values.get(KinesisOptions.CHECKPOINT_TABLE);
        Optional<String> hashKey = values.get(KinesisOptions.CHECKPOINT_HASH_KEY);
        Optional<String> rangeKey = values.get(KinesisOptions.CHECKPOINT_RANGE_KEY);
        Optional<Boolean> create = values.get(KinesisOptions.CHECKPOINT_CREATE);
        Endpoint endpoint = new Endpoint(
                values.get(KinesisOptions.CHECKPOINT_ENDPOINT_URL),
                values.get(KinesisOptions.CHECKPOINT_REGION).or(() -> otherRegion));
        if (hashKey.isPresent() && hashKey.equals(rangeKey)) {
            values.problem(KinesisOptions.CHECKPOINT_HASH_KEY + " and " + KinesisOptions.CHECKPOINT_RANGE_KEY
                    + " are both '" + hashKey.get() + "': a table's two attributes have different names");
        }
        if (name.isEmpty() || hashKey.isEmpty() || rangeKey.isEmpty() || create.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Checkpointing.Table(name.get(), hashKey.get(), rangeKey.get(), endpoint, create.get()));
    }

    private void require(Option<?> option, String because) {
        if (!values.isSet(option)) {
            values.problem(option + " is missing: " + because);
        }
    }
}
