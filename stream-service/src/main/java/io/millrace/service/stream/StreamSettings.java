package io.millrace.service.stream;

/**
 * What an owner can choose for a stream.
 *
 * @param mode PROVISIONED or ON_DEMAND
 * @param retentionHours how long records are kept
 * @param maxRecordKib largest record, payload and partition key together
 */
public record StreamSettings(String mode, int retentionHours, int maxRecordKib) {
    public static final int DEFAULT_RETENTION_HOURS = 24;
    public static final int DEFAULT_MAX_RECORD_KIB = 1024;
    public static final String PROVISIONED = "PROVISIONED";
    public static final String ON_DEMAND = "ON_DEMAND";

    public StreamSettings withRetentionHours(int hours) {
        return new StreamSettings(mode, hours, maxRecordKib);
    }
}
