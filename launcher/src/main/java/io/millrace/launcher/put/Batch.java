package io.millrace.launcher.put;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Records for one PutRecords call, within the API's bounds. Not thread-safe. */
final class Batch {
    /** The most records of one call. */
    static final int MAX_RECORDS = 500;
    /** Bytes of data and keys that one call stays below; every account allows this much. */
    static final int MAX_BYTES = 5 << 20;

    private final List<PutRecordsRequestEntry> entries = new ArrayList<>();
    private long bytes;

    /** Takes a record, unless the batch is full; an empty batch takes any record. */
    boolean offer(String partitionKey, byte[] data) {
        long size = size(partitionKey, data);
        if (!entries.isEmpty() && (entries.size() == MAX_RECORDS || bytes + size > MAX_BYTES)) {
            return false;
        }
        entries.add(PutRecordsRequestEntry.builder()
                .partitionKey(partitionKey)
                .data(SdkBytes.fromByteArrayUnsafe(data))
                .build());
        bytes += size;
        return true;
    }

    /** What a record counts against the bounds: its data and its key, in bytes. */
    static long size(String partitionKey, byte[] data) {
        return data.length + (long) partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }

    List<PutRecordsRequestEntry> entries() {
        return List.copyOf(entries);
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
