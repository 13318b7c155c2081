package io.millrace.launcher.stream;

import io.millrace.launcher.UserError;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Questions about the shards of a stream. Stateless. */
public final class Shards {
    private static final BigInteger TWO = BigInteger.TWO;
    private static final String PREFIX = "shardId-";

    private Shards() {}

    static BigInteger start(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    static BigInteger end(Shard shard) {
        return new BigInteger(shard.hashKeyRange().endingHashKey());
    }

    /** Whether records can still be put into it. */
    public static boolean isOpen(Shard shard) {
        return shard.sequenceNumberRange().endingSequenceNumber() == null;
    }

    /** The hash key at which the upper half of a shard begins. */
    static BigInteger middle(Shard shard) {
        return start(shard).add(end(shard)).add(BigInteger.ONE).divide(TWO);
    }

    /**
     * An open shard by its id or its number, so that "3" stands for "shardId-000000000003".
     *
     * @throws UserError when there is none, with those that there are
     */
    static Shard open(String stream, List<Shard> shards, String wanted) {
        String id = wanted.matches("\\d{1,12}")
                ? PREFIX + String.format(Locale.ROOT, "%012d", Long.parseLong(wanted))
                : wanted;
        Shard found = shards.stream()
                .filter(shard -> shard.shardId().equals(id))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "stream '" + stream + "' has no shard '" + id + "'; its open shards: " + openIds(shards)));
        if (!isOpen(found)) {
            throw new UserError("shard " + id + " of stream '" + stream + "' is closed already; its open shards: "
                    + openIds(shards));
        }
        return found;
    }

    private static String openIds(List<Shard> shards) {
        return shards.stream().filter(Shards::isOpen).map(Shard::shardId).collect(Collectors.joining(", "));
    }
}
