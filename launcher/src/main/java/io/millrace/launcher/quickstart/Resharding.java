package io.millrace.launcher.quickstart;

import io.millrace.launcher.stream.Shards;
import io.millrace.launcher.stream.Streams;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Splits one shard of a stream and merges two others, as an operator would while producers go on. */
final class Resharding {
    private final Streams streams;
    private final String stream;

    Resharding(Streams streams, String stream) {
        this.streams = streams;
        this.stream = stream;
    }

    /**
     * Splits the first open shard and merges the last two.
     *
     * @param screen is told what happens
     */
    void run(Screen screen) {
        List<Shard> open =
                streams.shards(stream).stream().filter(Shards::isOpen).toList();
        Shard first = open.get(0);
        streams.splitInTheMiddle(stream, first);
        screen.detail("split   " + first.shardId());
        Shard left = open.get(open.size() - 2);
        Shard right = open.get(open.size() - 1);
        streams.merge(stream, left, right);
        screen.detail("merged  " + left.shardId() + " and " + right.shardId());
    }
}
