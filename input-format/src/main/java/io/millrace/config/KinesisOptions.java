package io.millrace.config;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.LogicalName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every key of the configuration. No other class spells one out: keys are known here and nowhere else. Constants,
 * hence thread-safe.
 */
public final class KinesisOptions {
    /** What the keys of this connector begin with; nobody else's do. */
    public static final String PREFIX = "kinesis.";

    private static final String CHAIN = "the AWS SDK's own search (environment, system properties, profile, instance)";
    private static final String NOT_SET = "-";
    private static final OptionType<String> REGION =
            OptionType.text("region", "[a-z0-9-]{2,30}", "the code of a region, such as eu-central-1");
    private static final OptionType<String> COLUMN =
            OptionType.text("column", "[^,:;]{1,256}", "the name of a column of the table");
    private static final OptionType<String> ATTRIBUTE =
            OptionType.text("attribute", ".{1,255}", "1 to 255 characters, the name of a DynamoDB attribute");

    public static final Option<String> STREAM_NAME = Option.table(
            PREFIX + "stream.name",
            OptionType.text("stream", "[\\w.-]{1,128}", "1 to 128 characters of a-z, A-Z, 0-9, '_', '.', '-'"),
            "required, unless the ARN is given",
            "The stream to read or to write. In Pig it is the string after LOAD.");
    public static final Option<String> STREAM_ARN = Option.table(
            PREFIX + "stream.arn",
            OptionType.text(
                    "ARN",
                    "arn:aws[\\w-]*:kinesis:[\\w-]*:\\d{12}:stream/[\\w.-]{1,128}",
                    "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME"),
            NOT_SET,
            "The stream to read, by its ARN; it may belong to another account. Given together with the name, both"
                    + " must mean the same stream.");
    public static final Option<String> REGION_NAME =
            Option.table(PREFIX + "endpoint.region", REGION, CHAIN, "The region of the stream.");
    public static final Option<URI> ENDPOINT_URL = Option.table(
            PREFIX + "endpoint.url",
            OptionType.url(),
            "the region's own endpoint, or `AWS_ENDPOINT_URL_KINESIS`",
            "Another address of the Kinesis API: a local service, a VPC endpoint.");
    public static final Option<String> ACCESS_KEY = Option.table(
                    PREFIX + "accessKey",
                    OptionType.text("key id", "\\w{3,128}", "an access key id: 3 to 128 letters, digits and '_'"),
                    CHAIN,
                    "Access key id. It may also be kept in a Hadoop credential provider, under this name. Always"
                            + " given together with the secret key.")
            .asSecret();
    public static final Option<String> SECRET_KEY = Option.table(
                    PREFIX + "secretKey",
                    OptionType.text("secret", "\\S+", "a secret access key: text without blanks"),
                    CHAIN,
                    "Secret access key. It may also be kept in a Hadoop credential provider, under this name.")
            .asSecret();
    public static final Option<String> SESSION_TOKEN = Option.table(
                    PREFIX + "sessionToken",
                    OptionType.text("secret", "\\S+", "a session token: text without blanks"),
                    NOT_SET,
                    "Session token of temporary keys."
                            + " It may also be kept in a Hadoop credential provider, under this name.")
            .asSecret();
    public static final Option<String> ROLE_ARN = Option.table(
            PREFIX + "role.arn",
            OptionType.text("ARN", "arn:aws[\\w-]*:iam::\\d{12}:role/.+", "arn:aws:iam::ACCOUNT:role/NAME"),
            NOT_SET,
            "A role to assume by STS, starting from the credentials above.");
    public static final Option<String> ROLE_EXTERNAL_ID = Option.table(
            PREFIX + "role.external.id",
            OptionType.text("text", "[\\w+=,.@:/-]{2,1224}", "2 to 1224 characters of a-z, A-Z, 0-9, '_+=,.@:/-'"),
            NOT_SET,
            "The external id that the role's owner asks for.");
    public static final Option<String> CREDENTIALS_PROVIDER = Option.table(
            PREFIX + "credentials.provider",
            OptionType.className(),
            NOT_SET,
            "A class that supplies the credentials: one with a public constructor without arguments and a method"
                    + " `get()` that answers a `java.util.Map` with the entries `accessKey`, `secretKey` and, for"
                    + " temporary keys, `sessionToken`; that is, a `java.util.function.Supplier`. It must be on the"
                    + " class path of the client and of the tasks.");
    public static final Option<Integer> BATCH_SIZE = Option.session(
                    PREFIX + "records.batchsize",
                    OptionType.integer(1, 10_000),
                    NOT_SET,
                    "How many records one GetRecords call asks for.")
            .orElse("10000");
    public static final Option<Duration> NO_DATA_TIMEOUT = Option.session(
                    PREFIX + "nodata.timeout",
                    OptionType.minutes(),
                    NOT_SET,
                    "How long the planning of a new iteration waits for the first new record while the whole stream"
                            + " is silent. With 0 an empty iteration is a result like any other.")
            .orElse("0");
    public static final Option<Duration> ITERATION_TIMEOUT = Option.session(
                    PREFIX + "iteration.timeout",
                    OptionType.minutes(),
                    NOT_SET,
                    "The longest that planning waits, whatever `" + PREFIX + "nodata.timeout` says.")
            .orElse("15");
    public static final Option<Boolean> CHECKPOINT_ENABLED = Option.session(
                    PREFIX + "checkpoint.enabled",
                    OptionType.truth(),
                    NOT_SET,
                    "Whether the job reads an iteration. Otherwise it reads the whole retained stream.")
            .orElse("false");
    public static final Option<String> CHECKPOINT_TABLE = Option.session(
            PREFIX + "checkpoint.metastore.table.name",
            OptionType.text("table", "[\\w.-]{3,255}", "3 to 255 characters of a-z, A-Z, 0-9, '_', '.', '-'"),
            "required with checkpoints",
            "The DynamoDB table that keeps the iterations.");
    public static final Option<String> CHECKPOINT_HASH_KEY = Option.session(
                    PREFIX + "checkpoint.metastore.hash.key.name",
                    ATTRIBUTE,
                    NOT_SET,
                    "The hash attribute of that table; its type is string.")
            .orElse("HashKey");
    public static final Option<String> CHECKPOINT_RANGE_KEY = Option.session(
                    PREFIX + "checkpoint.metastore.range.key.name",
                    ATTRIBUTE,
                    NOT_SET,
                    "The range attribute of that table; its type is string.")
            .orElse("RangeKey")
            .alias(PREFIX + "checkpoint.metastore.hash.range.name");
    public static final Option<URI> CHECKPOINT_ENDPOINT_URL = Option.session(
            PREFIX + "checkpoint.metastore.endpoint.url",
            OptionType.url(),
            "the region's own endpoint, or `AWS_ENDPOINT_URL_DYNAMODB`",
            "Another address of DynamoDB.");
    public static final Option<String> CHECKPOINT_REGION = Option.session(
            PREFIX + "checkpoint.metastore.region",
            REGION,
            "the stream's region, if set, else " + CHAIN,
            "The region of that table.");
    public static final Option<Boolean> CHECKPOINT_CREATE = Option.session(
                    PREFIX + "checkpoint.metastore.create",
                    OptionType.truth(),
                    NOT_SET,
                    "Whether a missing table is created (billed on demand).")
            .orElse("true");
    public static final Option<LogicalName> LOGICAL_NAME = Option.session(
            PREFIX + "checkpoint.logical.name",
            OptionType.logicalName(),
            "required with checkpoints",
            "Names an independent reader: each one has iterations of its own.");
    public static final Option<IterationChoice> ITERATION = Option.session(
                    PREFIX + "checkpoint.iteration.no",
                    OptionType.iteration(),
                    NOT_SET,
                    "Which iteration to read: a number; `next`, the oldest that is planned but not committed, else a"
                            + " new one; `latest`, the newest one again.")
            .orElse("0");
    public static final Option<Boolean> RERUN_WITHOUT_WAIT = Option.session(
                    PREFIX + "rerun.iteration.without.wait",
                    OptionType.truth(),
                    NOT_SET,
                    "Accepted because existing scripts set it. It changes nothing: a re-run never waits.")
            .orElse("false");
    public static final Option<InitialPosition> INITIAL_POSITION = Option.session(
                    PREFIX + "initial.position",
                    OptionType.initialPosition(),
                    NOT_SET,
                    "Where iteration 0, or a read without checkpoints, begins.")
            .orElse("TRIM_HORIZON");
    public static final Option<Instant> START_TIMESTAMP = Option.session(
            PREFIX + "start.timestamp",
            OptionType.instant(),
            NOT_SET,
            "Only for a read without checkpoints: records whose approximate arrival time is this or later.");
    public static final Option<Instant> END_TIMESTAMP = Option.session(
            PREFIX + "end.timestamp",
            OptionType.instant(),
            NOT_SET,
            "Only for a read without checkpoints: records whose approximate arrival time is earlier than this.");
    public static final Option<DataLoss> DATA_LOSS = Option.session(
                    PREFIX + "data.loss",
                    OptionType.oneOf(DataLoss.class),
                    NOT_SET,
                    "What happens when records of the wanted range have expired:"
                            + " the job fails, or it goes on with what is left, with or without a warning."
                            + " The job's counters say in how many shards it happened.")
            .orElse("fail");
    public static final Option<Boolean> DEAGGREGATION = Option.session(
                    PREFIX + "deaggregation",
                    OptionType.truth(),
                    NOT_SET,
                    "Whether records that the Kinesis Producer Library has packed into one are taken apart."
                            + " Magic bytes, content and MD5 are all checked; anything else passes through untouched."
                            + " What the library put once more after a reshard, because it had come to lie in a shard"
                            + " without its hash key, is left out of that shard (counter `PUT_AGAIN`).")
            .orElse("true");
    public static final Option<Compression> COMPRESSION = Option.session(
                    PREFIX + "record.compression",
                    OptionType.oneOf(Compression.class),
                    NOT_SET,
                    "How producers compress payloads."
                            + " `auto` tells gzip, zstd and framed snappy by their first bytes and passes anything else through"
                            + " untouched. With `gzip`, `zstd` or `snappy` every payload must be so compressed;"
                            + " `snappy` is the framing format where its first bytes are there, else one raw block,"
                            + " which has no mark of its own and hence needs `snappy` to be said."
                            + " An aggregated record is taken apart first.")
            .orElse("none");
    public static final Option<Integer> DECOMPRESSED_BYTES = Option.session(
                    PREFIX + "record.decompressed.bytes",
                    OptionType.integer(1, 1 << 30),
                    NOT_SET,
                    "The most bytes that one payload may have once it is decompressed, so that a small record can't fill"
                            + " a task's memory. One that has more can't be read.")
            .orElse(Integer.toString(64 << 20));
    public static final Option<Delimiter> DELIMITER = Option.session(
            PREFIX + "record.delimiter",
            OptionType.delimiter(),
            "one record per payload",
            "What stands between the records of one payload, such as `\\n`. A payload is split after it is decompressed. The"
                    + " last record may or may not end with it; an empty payload is one empty record. All records of a stored"
                    + " record have its sequence number, and their sub-sequence numbers count them from 0 on.");
    public static final Option<BadRecords.Reaction> BAD_RECORDS = Option.session(
                    PREFIX + "bad.records",
                    OptionType.oneOf(BadRecords.Reaction.class),
                    NOT_SET,
                    "What happens to a record whose payload can't be decompressed or, in Hive, can't be read by the table's"
                            + " SerDe. `fail`: the job fails and says which record it is. `null`: the record is handed out"
                            + " without content (in Hive, all columns but the metadata are NULL). `skip`: it is left out."
                            + " The job's counter `BAD_RECORDS` has the number of both.")
            .orElse("fail");
    public static final Option<String> BAD_RECORDS_PATH = Option.session(
            PREFIX + "bad.records.path",
            OptionType.text("path", "[^\\s].*", "the path or URI of a folder in a file system that Hadoop knows"),
            "skipped records are only counted",
            "The folder that keeps skipped records, with the payload's bytes and what is wrong: one file of JSON lines for"
                    + " each split that had such records and was read to its end. A split has the same file name in each"
                    + " attempt and each re-run of an iteration, so nothing is there twice.");
    public static final Option<Integer> READ_LIMIT_CALLS = Option.session(
            PREFIX + "read.limit.calls",
            OptionType.integer(1, 1_000_000),
            "5; at an endpoint that is not of AWS none until it throttles, then 5",
            "GetRecords calls per second and shard that this job may use, spread evenly. A shard allows 5, which all"
                    + " its readers share: several jobs at once lower it.");
    public static final Option<Integer> READ_LIMIT_BYTES = Option.session(
            PREFIX + "read.limit.bytes",
            OptionType.integer(1, Integer.MAX_VALUE),
            "2097152; at an endpoint that is not of AWS none until it throttles, then 2097152",
            "Bytes per second and shard that this job may read. A shard allows 2 MiB, which all its readers share.");
    public static final Option<String> CONSUMER_ARN = Option.table(
            PREFIX + "consumer.arn",
            OptionType.text(
                    "ARN",
                    "arn:aws[\\w-]*:kinesis:[\\w-]*:\\d{12}:stream/[\\w.-]{1,128}/consumer/[\\w.-]{1,128}:\\d+",
                    "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/NAME:TIME"),
            NOT_SET,
            "A registered consumer of the stream. Records are then read by enhanced fan-out (SubscribeToShard, over"
                    + " HTTP/2), which has 2 MiB per second and shard of its own, instead of by GetRecords; planning uses"
                    + " GetRecords in any case. A consumer has one subscription per shard, so only one job at a time"
                    + " should read with it, without speculative execution.");
    public static final Option<Boolean> PUSHDOWN_PARTITION_KEY = Option.session(
            PREFIX + "pushdown.partition.key",
            OptionType.truth(),
            "`true`, but `false` where `kinesis.write.explicit.hash.key.column` is set",
            "Whether a query for partition keys (Hive: `` `__partition_key` = 'x' ``, `IN`) reads only the shards"
                    + " that have the MD5 of these keys. Set it to false for a stream whose producers name hash keys of"
                    + " their own (`ExplicitHashKey`) or aggregate records under another key: such records lie in"
                    + " other shards and would be missed. A query that comes upon one fails. It is off by itself for a"
                    + " stream that distributes its records itself (record distribution strategy AUTO).");
    public static final Option<String> WRITE_PARTITION_KEY_COLUMN = Option.session(
            PREFIX + "write.partition.key.column",
            COLUMN,
            "records are spread evenly, by random keys",
            "Hive: the column of the table whose value is the partition key of a row that is inserted. A value in"
                    + " `__partition_key` comes before it. It stays in the payload as well.");
    public static final Option<String> WRITE_HASH_KEY_COLUMN = Option.session(
            PREFIX + "write.explicit.hash.key.column",
            COLUMN,
            "the shard is found by the partition key",
            "Hive: the column whose value is the explicit hash key of a row that is inserted,"
                    + " a whole number from 0 to 2^128 - 1 (string or decimal); NULL leaves it to the partition key."
                    + " It stays in the payload as well.");
    public static final Option<Boolean> WRITE_ORDERED = Option.session(
                    PREFIX + "write.ordered",
                    OptionType.truth(),
                    NOT_SET,
                    "Whether the records of one partition key keep the order in which a task wrote them. PutRecords may"
                            + " refuse any record of a call, so a call then carries one record per partition key: where"
                            + " there are only few different keys, `false` is faster.")
            .orElse("true");
    public static final Option<Integer> WRITE_THREADS = Option.session(
                    PREFIX + "write.threads",
                    OptionType.integer(1, 100),
                    NOT_SET,
                    "How many files of staged records are published at a time; there is one per task that wrote records.")
            .orElse("4");
    public static final Option<Integer> WRITE_LIMIT_RECORDS = Option.session(
            PREFIX + "write.limit.records",
            OptionType.integer(1, Integer.MAX_VALUE),
            "as many as the stream takes",
            "Records per second that this job may put. A shard takes 1,000, which all its producers share.");
    public static final Option<Integer> WRITE_LIMIT_BYTES = Option.session(
            PREFIX + "write.limit.bytes",
            OptionType.integer(1, Integer.MAX_VALUE),
            "as many as the stream takes",
            "Bytes per second that this job may put. A shard takes 1 MiB, which all its producers share.");
    public static final Option<String> WRITE_STAGING = Option.session(
            PREFIX + "write.staging.dir",
            OptionType.text("path", "\\S.*", "a path of a file system that Hadoop knows"),
            "Hive: below `hive.exec.scratchdir`; otherwise `.millrace-staging` in the user's home folder",
            "The folder where records wait for the end of the job or statement, which publishes them. It must be on a"
                    + " file system that renames folders atomically and can flush (HDFS, a local one; no object store).");

    public static final Option<PayloadFormat> PIG_FORMAT = Option.table(
                    PREFIX + "pig.format",
                    OptionType.oneOf(PayloadFormat.class),
                    NOT_SET,
                    "Pig only. `text`: a payload is one field of the LOAD's AS. `json`: a payload is a JSON object, whose"
                            + " members are the fields that AS names.")
            .orElse("text");

    public static final Option<TextSettings.Key> TEXT_KEY = Option.session(
                    PREFIX + "text.key",
                    OptionType.oneOf(TextSettings.Key.class),
                    NOT_SET,
                    "Hadoop Streaming: what stands before the first tab of a line that a mapper reads.")
            .orElse("partition_key");
    public static final Option<TextSettings.Newlines> TEXT_NEWLINES = Option.session(
                    PREFIX + "text.newlines",
                    OptionType.oneOf(TextSettings.Newlines.class),
                    NOT_SET,
                    "Hadoop Streaming: what becomes of line ends within a payload, of which a mapper would make two records."
                            + " `space`: a blank takes their place."
                            + " `escape`: line ends, tabs and backslashes are written as `\\n`, `\\r`, `\\t` and `\\\\`."
                            + " `fail`: the task fails."
                            + " A line end at the end of a payload is left away in any case.")
            .orElse("space");

    /** Every option, in the order in which the documentation shows them. */
    public static final List<Option<?>> ALL = List.of(
            STREAM_NAME,
            STREAM_ARN,
            REGION_NAME,
            ENDPOINT_URL,
            ACCESS_KEY,
            SECRET_KEY,
            SESSION_TOKEN,
            ROLE_ARN,
            ROLE_EXTERNAL_ID,
            CREDENTIALS_PROVIDER,
            CHECKPOINT_ENABLED,
            CHECKPOINT_TABLE,
            CHECKPOINT_HASH_KEY,
            CHECKPOINT_RANGE_KEY,
            CHECKPOINT_ENDPOINT_URL,
            CHECKPOINT_REGION,
            CHECKPOINT_CREATE,
            LOGICAL_NAME,
            ITERATION,
            RERUN_WITHOUT_WAIT,
            NO_DATA_TIMEOUT,
            ITERATION_TIMEOUT,
            INITIAL_POSITION,
            START_TIMESTAMP,
            END_TIMESTAMP,
            DATA_LOSS,
            DEAGGREGATION,
            COMPRESSION,
            DECOMPRESSED_BYTES,
            DELIMITER,
            BAD_RECORDS,
            BAD_RECORDS_PATH,
            BATCH_SIZE,
            READ_LIMIT_CALLS,
            READ_LIMIT_BYTES,
            CONSUMER_ARN,
            PUSHDOWN_PARTITION_KEY,
            WRITE_PARTITION_KEY_COLUMN,
            WRITE_HASH_KEY_COLUMN,
            WRITE_ORDERED,
            WRITE_THREADS,
            WRITE_LIMIT_RECORDS,
            WRITE_LIMIT_BYTES,
            WRITE_STAGING,
            PIG_FORMAT,
            TEXT_KEY,
            TEXT_NEWLINES);

    /** Keys that look right but are not, each with the right one. */
    public static final Map<String, Option<?>> MISTAKES = Map.of(
            PREFIX + "checkpoint.hash.key.name", CHECKPOINT_HASH_KEY,
            PREFIX + "checkpoint.range.key.name", CHECKPOINT_RANGE_KEY);

    /** The options by each of their names, aliases included. */
    public static final Map<String, Option<?>> BY_NAME = byName();

    private KinesisOptions() {}

    /** The option that a stream is named by, where one text may be its name or its ARN. */
    public static Option<String> naming(String stream) {
        return stream.startsWith("arn:") ? STREAM_ARN : STREAM_NAME;
    }

    private static Map<String, Option<?>> byName() {
        Map<String, Option<?>> byName = new LinkedHashMap<>();
        for (Option<?> option : ALL) {
            option.names().forEach(name -> byName.put(name, option));
        }
        return Map.copyOf(byName);
    }
}
