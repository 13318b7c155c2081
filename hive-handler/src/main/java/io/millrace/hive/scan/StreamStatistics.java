package io.millrace.hive.scan;

import io.millrace.client.StreamException;
import io.millrace.hive.table.QueryTable;
import io.millrace.shard.StreamSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.common.StatsSetupConst;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Hive's planner is told of a table's size, so that it takes the small side of a join for the small one. Hive asks
 * several times while it compiles a query, so an answer is kept for a while. Thread-safe.
 */
public final class StreamStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(StreamStatistics.class);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST_KEPT = 1000;

    private static final Map<String, Known> KNOWN = new ConcurrentHashMap<>();

    private StreamStatistics() {}

    private record Known(StreamSize size, Instant until) {}

    /** {@link #size} as Hive's basic statistics. */
    public static Map<String, String> of(Map<?, ?> table, Configuration session, StreamSize unknown) {
        StreamSize size = size(table, session, unknown);
        return Map.of(
                StatsSetupConst.ROW_COUNT, Long.toString(size.records()),
                StatsSetupConst.TOTAL_SIZE, Long.toString(size.bytes()),
                StatsSetupConst.RAW_DATA_SIZE, Long.toString(size.bytes()));
    }

    /**
     * Rows and bytes of all that the stream holds, or what is taken for them when it does not answer.
     *
     * @param table the table's properties
     * @param unknown what a stream is taken for that does not tell
     */
    public static StreamSize size(Map<?, ?> table, Configuration session, StreamSize unknown) {
        QueryTable settings = QueryTable.of(table, session).withoutCheckpoints();
        Instant now = Instant.now();
        KNOWN.values().removeIf(old -> now.isAfter(old.until()));
        if (KNOWN.size() > MOST_KEPT) {
            KNOWN.clear();
        }
        Known known = KNOWN.get(settings.digest());
        if (known == null) {
            // Outside of the map: while a stream is asked, other queries get their answers.
            known = new Known(ask(settings, table, session, unknown), now.plus(KEPT));
            KNOWN.put(settings.digest(), known);
        }
        return known.size();
    }

    private static StreamSize ask(QueryTable settings, Map<?, ?> table, Configuration session, StreamSize unknown) {
        try {
            return StreamSize.estimate(settings.parse(QueryTable.merged(table, session)));
        } catch (StreamException | IllegalArgumentException e) {
            LOG.info("the planner goes on without the size of a stream: {}", e.getMessage());
            return unknown;
        }
    }
}
