package io.millrace.service.action;

import io.millrace.service.encryption.MasterKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the operator chose and the operations need.
 *
 * @param account of callers whose key names none: twelve digits, part of every ARN
 * @param stateDelay how long CREATING, UPDATING and DELETING last
 * @param shardLimit most open shards of a region, empty for no limit
 * @param trimAfter bound on how long records are kept, whatever a stream's retention says
 * @param masterKeys what streams can be encrypted with
 */
public record Settings(
        String account,
        Duration stateDelay,
        OptionalInt shardLimit,
        Optional<Duration> trimAfter,
        MasterKeys masterKeys) {
    /** Without keys to encrypt with. */
    public Settings(String account, Duration stateDelay, OptionalInt shardLimit, Optional<Duration> trimAfter) {
        this(account, stateDelay, shardLimit, trimAfter, MasterKeys.NONE);
    }
}
