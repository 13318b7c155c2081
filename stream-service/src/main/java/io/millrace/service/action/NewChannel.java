package io.millrace.service.action;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.Channel.Source;
import io.millrace.service.channel.Compression;
import io.millrace.service.channel.Destination;
import io.millrace.service.channel.Destination.Bucket;
import io.millrace.service.channel.Destination.DeadLetters;
import io.millrace.service.channel.Destination.Table;
import io.millrace.service.channel.KeyTemplate;
import io.millrace.service.channel.ObjectKeys;
import io.millrace.service.channel.ObjectName;
import io.millrace.service.channel.RecordFormat;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.wire.Input;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a request asks a new channel to be, as far as that can be told without its stream. */
record NewChannel(String id, String name, Source source, Destination destination, Channel.Logging logging) {
    private static final Set<RecordFormat> FOR_BUCKETS =
            EnumSet.of(RecordFormat.JSON, RecordFormat.STRING, RecordFormat.BYTE_ARRAY);
    private static final Set<RecordFormat> FOR_TABLES = EnumSet.of(RecordFormat.JSON, RecordFormat.GSR_JSON);
    private static final int ID_BYTES = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Reads it.
     *
     * @throws InvalidArgumentException when its parts don't fit each other
     */
    static NewChannel read(Input input) {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        Input records = source(input).object(ChannelMembers.RECORDS);
        Source source = new Source(
                input.text(ChannelMembers.ROLE),
                RecordFormat.valueOf(records.text(ChannelMembers.FORMAT)),
                records.maybeText(ChannelMembers.SCHEMA).orElse(null));
        String name = input.text(ChannelMembers.NAME);
        String hex = HexFormat.of().formatHex(id);
        return new NewChannel(
                hex,
                name,
                source,
                destination(input, source, name, hex),
                ChannelChoices.logging(input).orElse(Channel.Logging.OFF));
    }

    /** The one stream of a request, and how its records are taken. */
    static Input source(Input input) {
        List<Input> streams = input.objects(ChannelMembers.STREAMS);
        if (streams.size() != 1) {
            throw new InvalidArgumentException(
                    "StreamConfigurationList has " + streams.size() + " streams: a channel has exactly one.");
        }
        return streams.get(0);
    }

    /** Why it will deliver nothing; null when it will. */
    String failure() {
        if (destination.maybeTable().isPresent()) {
            return "This service delivers to general purpose buckets only, not to Amazon S3 Tables. Delete the channel"
                    + " and create one with S3DestinationConfiguration.";
        }
        if (destination.maybeEncryption().isPresent()) {
            return "This service writes objects as they are and can't encrypt them with a KMS key. Delete the channel"
                    + " and create one without EncryptionConfiguration.";
        }
        return null;
    }

    /** Sees that keys of objects, made of a stream's name among others, can be names of files in the bucket. */
    void checkKeys(String streamName) {
        if (destination.maybeBucket().isEmpty()) {
            return;
        }
        ObjectKeys keys = new ObjectKeys(id, name, streamName, source.format(), destination);
        check("OutputKeyTemplate", ObjectName.keyTrouble(keys.longestKey()));
        check("ErrorOutputPrefix", ObjectName.keyTrouble(keys.longestDeadLetterKey()));
    }

    private static Destination destination(Input input, Source source, String name, String id) {
        Optional<Input> bucket = input.maybeObject(ChannelMembers.TO_BUCKET);
        Optional<Input> table = input.maybeObject(ChannelMembers.TO_TABLE);
        if (bucket.isPresent() == table.isPresent()) {
            throw new InvalidArgumentException("Exactly one of S3DestinationConfiguration and"
                    + " S3TablesDestinationConfiguration must be given.");
        }
        Destination.Encryption encryption = input.maybeObject(ChannelMembers.ENCRYPTION)
                .map(one -> new Destination.Encryption(one.text(Encryption.TYPE), one.text(Encryption.KEY_ID)))
                .orElse(null);
        checkFormat(source, bucket.isPresent());
        return bucket.isPresent()
                ? toBucket(bucket.get(), name, id, encryption)
                : toTable(table.orElseThrow(), name, id, encryption);
    }

    private static void checkFormat(Source source, boolean bucket) {
        Set<RecordFormat> allowed = bucket ? FOR_BUCKETS : FOR_TABLES;
        if (!allowed.contains(source.format())) {
            throw new InvalidArgumentException("RecordFormatType " + source.format() + " is not allowed for "
                    + (bucket ? "a general purpose bucket" : "a table") + ": allowed are " + allowed + ".");
        }
        if (bucket == (source.schema() != null)) {
            throw new InvalidArgumentException(
                    bucket
                            ? "GSRSchemaARN is for S3TablesDestinationConfiguration only."
                            : "S3TablesDestinationConfiguration needs a GSRSchemaARN.");
        }
    }

    private static Destination toBucket(Input to, String name, String id, Destination.Encryption encryption) {
        Input storage = to.object(ChannelMembers.STORAGE);
        Bucket bucket = new Bucket(
                bucketArn(storage),
                storage.text(ChannelMembers.OWNER),
                storage.maybeText(ChannelMembers.TEMPLATE).orElse(KeyTemplate.DEFAULT),
                storage.maybeText(ChannelMembers.STORAGE_CLASS).orElse("STANDARD"),
                Compression.valueOf(storage.text(ChannelMembers.COMPRESSION)));
        try {
            new KeyTemplate(bucket.template());
        } catch (IllegalArgumentException e) {
            throw new InvalidArgumentException("OutputKeyTemplate " + bucket.template() + " " + e.getMessage() + ".");
        }
        DeadLetters letters = to.maybeObject(ChannelMembers.DEAD_LETTERS)
                .map(given -> deadLetters(given, name, id))
                .orElseGet(() -> new DeadLetters(bucket.arn(), bucket.owner(), ObjectKeys.errorPrefix(name, id)));
        return new Destination(ChannelChoices.freshness(to), letters, bucket, null, encryption);
    }

    private static Destination toTable(Input to, String name, String id, Destination.Encryption encryption) {
        List<Input> tables = to.objects(ChannelMembers.TABLES);
        if (tables.size() != 1) {
            throw new InvalidArgumentException(
                    "S3TablesConfigurationList has " + tables.size() + " tables: a channel has exactly one.");
        }
        Input table = tables.get(0);
        List<Destination.PartitionField> partitions = table.maybeObject(ChannelMembers.PARTITIONS).stream()
                .flatMap(spec -> spec.objects(ChannelMembers.PARTITION_FIELDS).stream())
                .map(field -> new Destination.PartitionField(
                        field.text(ChannelMembers.TRANSFORM), field.text(ChannelMembers.SOURCE)))
                .toList();
        return new Destination(
                ChannelChoices.freshness(to),
                deadLetters(to.object(ChannelMembers.DEAD_LETTERS), name, id),
                null,
                new Table(
                        table.text(ChannelMembers.TABLE_BUCKET),
                        table.text(ChannelMembers.NAMESPACE),
                        table.text(ChannelMembers.TABLE),
                        table.text(ChannelMembers.COMPRESSION),
                        partitions),
                encryption);
    }

    private static DeadLetters deadLetters(Input given, String name, String id) {
        return new DeadLetters(
                bucketArn(given),
                given.text(ChannelMembers.OWNER),
                given.maybeText(ChannelMembers.ERROR_PREFIX).orElse(ObjectKeys.errorPrefix(name, id)));
    }

    private static String bucketArn(Input input) {
        String arn = input.text(ChannelMembers.BUCKET);
        check("BucketARN", ObjectName.bucketTrouble(Destination.bucketName(arn)));
        return arn;
    }

    private static void check(String member, Optional<String> trouble) {
        trouble.ifPresent(text -> {
            throw new InvalidArgumentException(member + " is not allowed: " + text + ".");
        });
    }
}
