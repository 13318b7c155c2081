package io.millrace.service.stream;

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

    /** The index in a name, empty when no shard can have that name. */
    public static OptionalInt parse(String id) {
        String digits = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "";
        if (digits.length() != DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        long index = Long.parseLong(digits);
        return index > Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of((int) index);
    }
}
