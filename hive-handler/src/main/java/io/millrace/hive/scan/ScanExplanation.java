package io.millrace.hive.scan;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.client.StreamException;
import io.millrace.config.ConnectorConfig;
import io.millrace.filter.Bounds;
import io.millrace.filter.RecordFilter;
import io.millrace.filter.Scope;
import io.millrace.hive.table.QueryTable;
import io.millrace.shard.ShardCatalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.plan.TableScanDesc;

/** What EXPLAIN shows of a scan of a stream whose condition was pushed down. Stateless. */
public final class ScanExplanation {
    private static final String SHARDS = "pushed.shards";
    private static final String KEYS = "pushed.partition.keys";
    private static final String TIMES = "pushed.times";
    private static final String NUMBERS = "pushed.sequence.numbers";

    private ScanExplanation() {}

    /**
     * Adds what the condition leaves of the stream. The stream is asked for its shards, once; when it can't tell, that is
     * said and EXPLAIN goes on.
     *
     * @param properties of the scan, which stay; may be null
     */
    public static Map<String, String> of(TableScanDesc scan, Map<String, String> properties, Configuration session) {
        if (scan.getFilterExpr() == null) {
            return properties;
        }
        Map<String, String> more = properties == null ? new LinkedHashMap<>() : new LinkedHashMap<>(properties);
        try {
            Map<?, ?> table = scan.getTableMetadata().getMetadata();
            ConnectorConfig config =
                    QueryTable.of(table, session).withoutCheckpoints().parse(QueryTable.merged(table, session));
            RecordFilter wanted = ScanCondition.of(scan).filter(config);
            RecordFilter filter = ShardCatalogue.soundFilterIfQuick(wanted, config);
            if (!filter.equals(wanted)) {
                more.put(KEYS, "not pushed: the stream distributes its records itself");
            }
            if (filter.equals(RecordFilter.any())) {
                return more;
            }
            List<Shard> shards = ShardCatalogue.shardsIfQuick(config);
            List<Scope> left = shards.stream()
                    .map(Scope::of)
                    .map(filter::narrow)
                    .flatMap(Optional::stream)
                    .toList();
            more.put(SHARDS, left.size() + " of " + shards.size());
            Set<Bounds<SequenceNumber>> whole =
                    shards.stream().map(Scope::of).map(Scope::numbers).collect(Collectors.toSet());
            boolean narrowed = left.stream().anyMatch(scope -> !whole.contains(scope.numbers()));
            left.stream().reduce(Scope::hull).ifPresent(hull -> addBounds(hull, narrowed, more));
        } catch (StreamException | IllegalArgumentException e) {
            more.put(SHARDS, "unknown: " + e.getMessage());
        }
        return more;
    }

    private static void addBounds(Scope hull, boolean narrowed, Map<String, String> more) {
        if (hull.arrivals().from().isPresent() || hull.arrivals().to().isPresent()) {
            more.put(
                    TIMES,
                    text(hull.arrivals().from()) + " to " + text(hull.arrivals().to()));
        }
        if (narrowed) {
            more.put(
                    NUMBERS,
                    text(hull.numbers().from()) + " to " + text(hull.numbers().to()));
        }
    }

    private static String text(Optional<?> bound) {
        return bound.map(Object::toString).orElse("any");
    }
}
