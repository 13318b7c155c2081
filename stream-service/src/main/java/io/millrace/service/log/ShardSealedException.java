package io.millrace.service.log;

/** The shard takes no more records, or is gone: whoever puts must look for the shard that took its place. */
public final class ShardSealedException extends RuntimeException {
    public ShardSealedException(ShardKey shard) {
        super("shard " + shard.index() + " of stream number " + shard.stream() + " takes no more records");
    }
}
