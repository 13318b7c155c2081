package io.millrace.service.stream;

import java.util.Optional;

/**
 * How a stream is guarded.
 *
 * @param key the master key that records are encrypted with, as the owner named it; null: they are not encrypted
 * @param policy the resource policy, the text as the owner gave it; null: none
 */
public record Protection(String key, String policy) {
    /** Neither encrypted nor shared. */
    public static final Protection NONE = new Protection(null, null);

    public Optional<String> encryptionKey() {
        return Optional.ofNullable(key);
    }

    public Optional<String> resourcePolicy() {
        return Optional.ofNullable(policy);
    }

    /**
     * With another key.
     *
     * @param other null to stop encrypting
     */
    public Protection withKey(String other) {
        return new Protection(other, policy);
    }

    /**
     * With another policy.
     *
     * @param other null for none
     */
    public Protection withPolicy(String other) {
        return new Protection(key, other);
    }
}
