package io.millrace.service.action;

import io.millrace.service.action.Channels.Found;
import io.millrace.service.channel.Channel;
import io.millrace.service.channel.Destination;
import io.millrace.service.wire.Output;
import io.millrace.service.wire.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The parts of answers that describe channels. */
final class ChannelDescriptions {
    private ChannelDescriptions() {}

    /** The answer of the operations that tell all of a channel. */
    static Reply whole(Found found, Instant now) {
        return reply -> reply.object("ChannelDescription", out -> describe(out, found, now));
    }

    /** An element of a list. */
    static Output.Element<Found> summary(Instant now) {
        return (out, found) -> {
            head(out, found, now);
            out.text(
                            "ChannelDestinationType",
                            found.channel().destination().maybeBucket().isPresent() ? "S3" : "S3_TABLES")
                    .objects("Streams", List.of(found), (each, one) -> stream(each, one));
        };
    }

    private static void describe(Output out, Found found, Instant now) throws IOException {
        Channel channel = found.channel();
        head(out, found, now);
        out.text(ChannelMembers.ROLE, channel.source().role())
                .objects(ChannelMembers.STREAMS, List.of(found), (each, one) -> {
                    stream(each, one);
                    each.object(ChannelMembers.RECORDS, records -> records.text(
                                    ChannelMembers.FORMAT, channel.source().format())
                            .text(ChannelMembers.SCHEMA, channel.source().schema()));
                });
        destination(out, channel.destination());
        out.object(
                ChannelMembers.LOGGING,
                logging -> logging.object(ChannelMembers.CLOUD_WATCH, cloudWatch -> logging(cloudWatch, channel)));
    }

    private static void head(Output out, Found found, Instant now) throws IOException {
        Channel channel = found.channel();
        out.text(ChannelMembers.NAME, channel.name())
                .text(ChannelMembers.ARN, found.arn())
                .text("ChannelId", channel.id())
                .text("ChannelStatus", channel.status(now))
                .text("ChannelStatusReason", channel.statusReason(now).orElse(null))
                .time("ChannelCreationTimestamp", channel.created());
    }

    private static void stream(Output out, Found found) throws IOException {
        out.text(Members.STREAM_ARN, StreamArn.of(found.stream().header().key()))
                .time(ChannelMembers.STREAM_CREATED, found.stream().created());
    }

    private static void destination(Output out, Destination destination) throws IOException {
        boolean bucket = destination.maybeBucket().isPresent();
        out.object(bucket ? ChannelMembers.TO_BUCKET : ChannelMembers.TO_TABLE, to -> {
            to.number(ChannelMembers.FRESHNESS, destination.freshnessSeconds())
                    .object(ChannelMembers.DEAD_LETTERS, letters -> letters.text(
                                    ChannelMembers.BUCKET,
                                    destination.deadLetters().arn())
                            .text(
                                    ChannelMembers.OWNER,
                                    destination.deadLetters().owner())
                            .text(
                                    ChannelMembers.ERROR_PREFIX,
                                    destination.deadLetters().prefix()));
            if (bucket) {
                to.object(ChannelMembers.STORAGE, storage -> storage(storage, destination.bucket()));
            } else {
                to.objects(ChannelMembers.TABLES, List.of(destination.table()), ChannelDescriptions::table);
            }
        });
        if (destination.encryption() != null) {
            out.object(ChannelMembers.ENCRYPTION, encryption -> encryption
                    .text(Encryption.TYPE, destination.encryption().type())
                    .text(Encryption.KEY_ID, destination.encryption().keyId()));
        }
    }

    private static void storage(Output out, Destination.Bucket bucket) throws IOException {
        out.text(ChannelMembers.BUCKET, bucket.arn())
                .text(ChannelMembers.OWNER, bucket.owner())
                .text(ChannelMembers.TEMPLATE, bucket.template())
                .text(ChannelMembers.STORAGE_CLASS, bucket.storageClass())
                .text(ChannelMembers.COMPRESSION, bucket.compression());
    }

    private static void table(Output out, Destination.Table table) throws IOException {
        out.text(ChannelMembers.TABLE_BUCKET, table.bucketArn())
                .text(ChannelMembers.NAMESPACE, table.namespace())
                .text(ChannelMembers.TABLE, table.name())
                .text(ChannelMembers.COMPRESSION, table.compression());
        if (!table.partitions().isEmpty()) {
            out.object(
                    ChannelMembers.PARTITIONS,
                    spec -> spec.objects(
                            ChannelMembers.PARTITION_FIELDS, table.partitions(), (each, field) -> each.text(
                                            ChannelMembers.TRANSFORM, field.transform())
                                    .text(ChannelMembers.SOURCE, field.source())));
        }
    }

    private static void logging(Output out, Channel channel) throws IOException {
        out.flag(ChannelMembers.ENABLED, channel.logging().enabled());
        if (channel.logging().enabled() || channel.logging().group() != null) {
            out.text(ChannelMembers.LOG_GROUP, channel.logging().groupOf(channel));
        }
        if (channel.logging().enabled() || channel.logging().stream() != null) {
            out.text(ChannelMembers.LOG_STREAM, channel.logging().streamOrDefault());
        }
    }
}
