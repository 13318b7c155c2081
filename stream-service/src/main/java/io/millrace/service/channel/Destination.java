package io.millrace.service.channel;

import java.util.List;
import java.util.Optional;

/**
 * Where records go. Immutable; exactly one of bucket and table is there.
 *
 * @param freshnessSeconds the oldest that an undelivered record comes to be
 * @param deadLetters where records go that are not what they should be
 * @param bucket a general purpose bucket; null: a table
 * @param table a table in a table bucket; null: a general purpose bucket
 * @param encryption key that the owner wants objects to be encrypted with; null: none
 */
public record Destination(
        int freshnessSeconds, DeadLetters deadLetters, Bucket bucket, Table table, Encryption encryption) {

    /**
     * A general purpose bucket.
     *
     * @param arn of the bucket
     * @param owner account id; kept and told, nothing else
     * @param template of the objects' keys
     * @param storageClass kept and told, nothing else
     */
    public record Bucket(String arn, String owner, String template, String storageClass, Compression compression) {}

    /**
     * A place for records that can't be delivered.
     *
     * @param arn of the bucket
     * @param owner account id; kept and told, nothing else
     * @param prefix how the keys of all its objects begin
     */
    public record DeadLetters(String arn, String owner, String prefix) {}

    /** A table in a table bucket; kept and told, nothing else. */
    public record Table(
            String bucketArn, String namespace, String name, String compression, List<PartitionField> partitions) {
        public Table {
            partitions = partitions == null ? List.of() : List.copyOf(partitions);
        }
    }

    /** One field that a table is partitioned by. */
    public record PartitionField(String transform, String source) {}

    /** A key of AWS's key management service. */
    public record Encryption(String type, String keyId) {}

    public Destination withFreshness(int seconds) {
        return new Destination(seconds, deadLetters, bucket, table, encryption);
    }

    /** Empty for a table. */
    public Optional<Bucket> maybeBucket() {
        return Optional.ofNullable(bucket);
    }

    public Optional<Table> maybeTable() {
        return Optional.ofNullable(table);
    }

    public Optional<Encryption> maybeEncryption() {
        return Optional.ofNullable(encryption);
    }

    /** The name of a bucket in its ARN, which the API's pattern fits. */
    public static String bucketName(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
