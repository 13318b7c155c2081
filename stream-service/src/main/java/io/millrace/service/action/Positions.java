package io.millrace.service.action;

import io.millrace.service.log.ShardLog;
import java.time.InstantSource;

/** Where reading can begin. Thread-safe. */
record Positions(ShardLog log, InstantSource clock) {
    /** How an operation that has such members is told where. */
    Position of(String operation, String typeName, String numberName) {
        return new Position(log, clock, operation, typeName, numberName);
    }
}
