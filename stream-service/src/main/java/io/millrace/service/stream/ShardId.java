package io.millrace.service.stream;

import java.math.BigInteger;
import java.util.OptionalInt;

/** The names of shards: {@code shardId-} and the shard's index with twelve digits. */
public final class ShardId {
    private static final String PREFIX = "shardId-";
    private static final int DIGITS = 12;

    private ShardId() {}

    public static String format(int index) {
        // Once per record that is put, where String.format showed in profiles.
        String digits = Integer.toString(index);
        return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /**
     * The index in a name, empty when no shard can have that name. As on AWS, neither what stands before the hyphen nor
     * leading zeros matter: {@code shardId-000000000003}, {@code shard-3} and {@code 3} name one shard.
     */
    public static OptionalInt parse(String id) {
        String digits = id.substring(id.indexOf('-') + 1);
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        BigInteger index = new BigInteger(digits);
        return index.bitLength() >= Integer.SIZE ? OptionalInt.empty() : OptionalInt.of(index.intValue());
    }
}
