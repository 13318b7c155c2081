package io.millrace.benchmark.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.service.log.NewRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records to put and the bodies of requests that put them. They are the same in every run. */
final class Bodies {
    /** Bytes of a record's payload. */
    static final int RECORD_BYTES = 1024;

    /** Enough for their keys to reach a thousand shards. */
    private static final int BATCHES = 64;

    private Bodies() {}

    /** Batches with as many records each. */
    static List<List<NewRecord>> batches(int records) {
        Random random = new Random(7);
        List<List<NewRecord>> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(records(records, random));
        }
        return batches;
    }

    /** Records with random payloads and partition keys of 16 characters. */
    private static List<NewRecord> records(int count, Random random) {
        List<NewRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[RECORD_BYTES];
            random.nextBytes(data);
            records.add(new NewRecord(String.format("key-%012x", random.nextLong() >>> 16), data));
        }
        return records;
    }

    static byte[] putRecords(String stream, Format format, List<NewRecord> records) {
        return encode(
                format,
                Map.of(
                        "StreamName",
                        stream,
                        "Records",
                        records.stream().map(Bodies::members).toList()));
    }

    static byte[] putRecord(String stream, Format format, NewRecord content) {
        Map<String, Object> members = members(content);
        members.put("StreamName", stream);
        return encode(format, members);
    }

    static byte[] encode(Format format, Map<String, ?> members) {
        try {
            return format.mapper.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, Object> members(NewRecord content) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Data", content.data());
        members.put("PartitionKey", content.partitionKey());
        return members;
    }
}
