package io.millrace.service.stream;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an owner can choose for a stream. Data folders of older versions lack the newer members, which then have their
 * defaults.
 *
 * @param mode PROVISIONED or ON_DEMAND
 * @param retentionHours how long records are kept
 * @param maxRecordKib largest record, payload and partition key together
 * @param warmThroughputMibps what an on-demand stream is asked to be ready for; 0: nothing was asked for
 * @param recordDistribution USER_PARTITION_KEY, or AUTO: the stream chooses the shard of each record; on-demand streams only
 * @param shardLevelMetrics names of the metrics that are kept for each shard, sorted
 * @param tags the owner's own labels, by key
 * @param protection how its records are encrypted and who may use it
 */
@RecordBuilder
public record StreamSettings(
        String mode,
        int retentionHours,
        int maxRecordKib,
        int warmThroughputMibps,
        String recordDistribution,
        List<String> shardLevelMetrics,
        SortedMap<String, String> tags,
        Protection protection)
        implements StreamSettingsBuilder.With {
    public static final int DEFAULT_RETENTION_HOURS = 24;
    public static final int DEFAULT_MAX_RECORD_KIB = 1024;
    public static final String PROVISIONED = "PROVISIONED";
    public static final String ON_DEMAND = "ON_DEMAND";
    public static final String BY_PARTITION_KEY = "USER_PARTITION_KEY";
    public static final String BY_ITSELF = "AUTO";

    public StreamSettings {
        recordDistribution = recordDistribution == null ? BY_PARTITION_KEY : recordDistribution;
        shardLevelMetrics = shardLevelMetrics == null
                ? List.of()
                : shardLevelMetrics.stream().sorted().distinct().toList();
        tags = tags == null ? new TreeMap<>() : new TreeMap<>(tags);
        protection = protection == null ? Protection.NONE : protection;
    }

    /** What a new stream of a mode has. */
    public static StreamSettings defaults(String mode) {
        return new StreamSettings(
                mode,
                DEFAULT_RETENTION_HOURS,
                DEFAULT_MAX_RECORD_KIB,
                0,
                BY_PARTITION_KEY,
                List.of(),
                new TreeMap<>(),
                Protection.NONE);
    }

    public boolean isOnDemand() {
        return mode.equals(ON_DEMAND);
    }

    /** Whether the stream chooses the shard of each record, whatever its keys. */
    public boolean distributesItself() {
        return recordDistribution.equals(BY_ITSELF);
    }

    @Override
    public SortedMap<String, String> tags() {
        return new TreeMap<>(tags);
    }
}
