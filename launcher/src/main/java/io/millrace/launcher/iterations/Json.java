package io.millrace.launcher.iterations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Iterations as JSON, an object per line: for other programs, so names and meanings stay. Stateless. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** One line; null values are kept. */
    static String line(Map<String, ?> values) {
        try {
            return MAPPER.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> of(Summary summary) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("logicalName", summary.key().reader().value());
        values.put("streamArn", summary.key().streamArn());
        values.put("streamCreated", summary.stream().created().toString());
        values.put("iteration", summary.key().number().value());
        values.put("state", IterationTables.state(summary.state()));
        values.put("plannedAt", summary.plannedAt().toString());
        values.put("shardCount", summary.shards());
        values.put("shardsWithRecords", summary.shardsWithRecords());
        return values;
    }

    static Map<String, Object> of(IterationPlan plan) {
        Map<String, Object> values = of(Summary.of(plan));
        List<Map<String, Object>> shards = plan.shards().stream().map(Json::of).toList();
        values.put("shards", shards);
        return values;
    }

    private static Map<String, Object> of(ShardPlan shard) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("shardId", shard.shard().value());
        values.put(
                "first",
                shard.records()
                        .map(SequenceRange::first)
                        .map(SequenceNumber::toString)
                        .orElse(null));
        values.put(
                "last",
                shard.records()
                        .map(SequenceRange::last)
                        .map(SequenceNumber::toString)
                        .orElse(null));
        values.put("consumed", shard.consumed().map(SequenceNumber::toString).orElse(null));
        values.put("finished", shard.finished());
        return values;
    }
}
