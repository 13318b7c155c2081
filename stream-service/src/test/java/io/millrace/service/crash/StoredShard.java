package io.millrace.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * A shard as a client sees it, with all its records in the order in which they were read.
 *
 * @param description as ListShards gave it
 */
record StoredShard(Shard description, List<Stored> records) {
    private static final BigInteger ALL_HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private static final Pattern PLACE = Pattern.compile("(.*) step (\\d+) record \\d+");

    /** A record: its text and its sequence number. */
    record Stored(String text, BigInteger number) {}

    String id() {
        return description.shardId();
    }

    private boolean isOpen() {
        return description.sequenceNumberRange().endingSequenceNumber() == null;
    }

    private BigInteger start() {
        return new BigInteger(description.sequenceNumberRange().startingSequenceNumber());
    }

    /** All streams with their shards and records. */
    static Map<String, List<StoredShard>> all(KinesisClient client) {
        Map<String, List<StoredShard>> all = new HashMap<>();
        client.listStreamsPaginator().streamNames().forEach(stream -> all.put(stream, of(client, stream)));
        return all;
    }

    private static List<StoredShard> of(KinesisClient client, String stream) {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = client.listShards(l -> l.streamName(stream));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            page = client.listShards(
                    ListShardsRequest.builder().nextToken(page.nextToken()).build());
            shards.addAll(page.shards());
        }
        return shards.stream()
                .flatMap(shard -> find(client, stream, shard).stream())
                .toList();
    }

    private static Optional<StoredShard> find(KinesisClient client, String stream, Shard shard) {
        try {
            return Optional.of(new StoredShard(shard, read(client, stream, shard)));
        } catch (ResourceNotFoundException e) {
            // All its records have expired since it was listed; whether they could is the ledger's to say.
            return Optional.empty();
        }
    }

    private static List<Stored> read(KinesisClient client, String stream, Shard shard) {
        List<Stored> records = new ArrayList<>();
        String iterator = client.getShardIterator(g ->
                        g.streamName(stream).shardId(shard.shardId()).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (iterator != null) {
            String here = iterator;
            GetRecordsResponse page = client.getRecords(g -> g.shardIterator(here));
            for (Record each : page.records()) {
                records.add(new Stored(
                        Payload.text(each.data().asByteArrayUnsafe()), new BigInteger(each.sequenceNumber())));
            }
            boolean atTip = page.records().isEmpty() && page.millisBehindLatest() == 0;
            iterator = atTip ? null : page.nextShardIterator();
        }
        return records;
    }

    /** Checks that the shards of a stream fit together and that each is in order. */
    static void check(String stream, List<StoredShard> shards) {
        Map<String, StoredShard> byId = new HashMap<>();
        shards.forEach(shard -> byId.put(shard.id(), shard));
        BigInteger next = BigInteger.ZERO;
        List<StoredShard> open = shards.stream()
                .filter(StoredShard::isOpen)
                .sorted(Comparator.comparing(
                        shard -> new BigInteger(shard.description.hashKeyRange().startingHashKey())))
                .toList();
        for (StoredShard shard : open) {
            assertThat(shard.description.hashKeyRange().startingHashKey())
                    .as("open shards of %s cover all hash keys once: %s", stream, open)
                    .isEqualTo(next.toString());
            next = new BigInteger(shard.description.hashKeyRange().endingHashKey()).add(BigInteger.ONE);
        }
        assertThat(next).as("open shards of %s reach the end", stream).isEqualTo(ALL_HASH_KEYS);
        for (StoredShard shard : shards) {
            shard.checkOrder();
            shard.checkAfter(byId.get(shard.description.parentShardId()));
            shard.checkAfter(byId.get(shard.description.adjacentParentShardId()));
        }
    }

    private void checkOrder() {
        BigInteger last = start();
        Map<String, Long> byPutter = new HashMap<>();
        for (Stored each : records) {
            assertThat(each.number())
                    .as("number of '%s' in %s", each.text(), id())
                    .isGreaterThan(last);
            last = each.number();
            // A putter sends one request after the other; within a request the API promises no order.
            Matcher place = PLACE.matcher(each.text());
            assertThat(place.matches()).as(each.text()).isTrue();
            long step = Long.parseLong(place.group(2));
            Long before = byPutter.put(place.group(1), step);
            assertThat(before == null || before <= step)
                    .as("'%s' comes after what its putter sent before", each.text())
                    .isTrue();
        }
        if (!isOpen()) {
            assertThat(new BigInteger(description.sequenceNumberRange().endingSequenceNumber()))
                    .as("end of %s", id())
                    .isGreaterThan(last);
        }
    }

    private void checkAfter(StoredShard parent) {
        // Missing when there is none, or when its records have all been trimmed.
        if (parent != null) {
            assertThat(parent.isOpen()).as("parent of %s is open", id()).isFalse();
            parent.records.forEach(each -> assertThat(start()).isGreaterThan(each.number()));
        }
    }
}
