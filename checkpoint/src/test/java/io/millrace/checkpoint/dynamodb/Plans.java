package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StreamIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans to store. */
final class Plans {
    static final String CLICKS = "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks";
    static final Instant PLANNED = Instant.parse("2026-03-01T12:00:00.123Z");

    private static final SequenceNumber FIRST =
            SequenceNumber.of("49590338271490256608559692538361571095921575989136588898");
    private static final SequenceNumber LAST =
            SequenceNumber.of("49590338271490256608559692540925702759324208523137515618");

    private Plans() {}

    static IterationKey key(long number) {
        return new IterationKey(new LogicalName("top-errors"), CLICKS, new IterationNumber(number));
    }

    /** A plan whose shards take every form that there is. */
    static IterationPlan of(IterationKey key, int shards) {
        List<ShardPlan> plans =
                IntStream.range(0, shards).mapToObj(Plans::shard).toList();
        StreamIdentity stream = new StreamIdentity(key.streamArn(), Instant.parse("2026-01-01T00:00:00Z"));
        return new IterationPlan(key, stream, PLANNED, IterationPlan.State.PLANNED, plans);
    }

    private static ShardPlan shard(int index) {
        ShardId id = new ShardId(String.format(Locale.ROOT, "shardId-%012d", index));
        boolean reads = index % 4 < 2;
        return new ShardPlan(
                id,
                reads ? Optional.of(new SequenceRange(FIRST, LAST)) : Optional.empty(),
                reads || index % 4 == 2 ? Optional.of(LAST) : Optional.empty(),
                index % 4 == 1);
    }
}
