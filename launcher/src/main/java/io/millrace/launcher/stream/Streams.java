package io.millrace.launcher.stream;

import io.millrace.launcher.UserError;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

/** The operations on streams, each of which returns when its effect can be seen. Not thread-safe. */
public final class Streams {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FIRST_POLL = Duration.ofMillis(20);
    private static final Duration LAST_POLL = Duration.ofSeconds(2);

    private final KinesisClient kinesis;

    /** Operations over a client, which stays the caller's. */
    public Streams(KinesisClient kinesis) {
        this.kinesis = kinesis;
    }

    /** Creates a stream and waits until it is active. */
    public void create(String stream, int shards) {
        kinesis.createStream(request -> request.streamName(stream).shardCount(shards));
        awaitActive(stream);
    }

    /** Deletes a stream with all that it holds. */
    void delete(String stream) {
        kinesis.deleteStream(request -> request.streamName(stream));
    }

    /** All streams of the account and region, all pages. */
    List<StreamSummary> list() {
        return kinesis.listStreamsPaginator().stream()
                .flatMap(page -> page.streamSummaries().stream())
                .toList();
    }

    StreamDescriptionSummary describe(String stream) {
        return kinesis.describeStreamSummary(request -> request.streamName(stream))
                .streamDescriptionSummary();
    }

    /** Every shard that the stream lists, closed ones too, in order of their ids. */
    public List<Shard> shards(String stream) {
        List<Shard> shards = new ArrayList<>();
        ListShardsRequest request =
                ListShardsRequest.builder().streamName(stream).build();
        for (String token = ""; token != null; ) {
            ListShardsResponse page = kinesis.listShards(request);
            shards.addAll(page.shards());
            token = page.nextToken();
            request = ListShardsRequest.builder().nextToken(token).build();
        }
        shards.sort(Comparator.comparing(Shard::shardId));
        return shards;
    }

    /** Splits an open shard so that its upper part begins at a hash key, and waits for the children. */
    void split(String stream, Shard shard, BigInteger at) {
        kinesis.splitShard(request ->
                request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(at.toString()));
        awaitActive(stream);
    }

    /** Splits an open shard in the middle, and waits for the children. */
    public void splitInTheMiddle(String stream, Shard shard) {
        split(stream, shard, Shards.middle(shard));
    }

    /** Merges two open shards that are next to each other, and waits for the child. */
    public void merge(String stream, Shard shard, Shard adjacent) {
        boolean inOrder = Shards.start(shard).compareTo(Shards.start(adjacent)) < 0;
        Shard lower = inOrder ? shard : adjacent;
        Shard upper = inOrder ? adjacent : shard;
        if (!Shards.end(lower).add(BigInteger.ONE).equals(Shards.start(upper))) {
            throw new UserError("shards " + lower.shardId() + " and " + upper.shardId()
                    + " can't be merged: their hash key ranges are not next to each other");
        }
        kinesis.mergeShards(request ->
                request.streamName(stream).shardToMerge(lower.shardId()).adjacentShardToMerge(upper.shardId()));
        awaitActive(stream);
    }

    private void awaitActive(String stream) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_POLL;
        while (describe(stream).streamStatus() != StreamStatus.ACTIVE) {
            if (System.nanoTime() > deadline) {
                throw new UserError("stream '" + stream + "' is not active after " + PATIENCE.toMinutes()
                        + " minutes; look again with 'millrace stream describe " + stream + "'");
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UserError("interrupted while waiting for stream '" + stream + "'", e);
            }
            pause = pause.multipliedBy(2).compareTo(LAST_POLL) < 0 ? pause.multipliedBy(2) : LAST_POLL;
        }
    }
}
