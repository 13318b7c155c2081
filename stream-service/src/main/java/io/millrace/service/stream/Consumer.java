package io.millrace.service.stream;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reader that is registered with a stream, to have its records pushed and a quota of its own.
 *
 * @param createdMillis when it was registered; its second is part of its ARN
 * @param activeMillis until when it is CREATING
 * @param goneMillis until when it is DELETING; null while nobody deregistered it
 * @param tags the owner's own labels, by key
 * @param policy the resource policy, the text as the owner gave it; null: none
 */
public record Consumer(
        String name,
        long createdMillis,
        long activeMillis,
        Long goneMillis,
        SortedMap<String, String> tags,
        String policy) {

    public Consumer {
        tags = tags == null ? new TreeMap<>() : new TreeMap<>(tags);
    }

    /** The states, named as in the API. */
    public enum Status {
        CREATING,
        ACTIVE,
        DELETING
    }

    public Status status(Instant now) {
        if (goneMillis != null) {
            return Status.DELETING;
        }
        return now.toEpochMilli() < activeMillis ? Status.CREATING : Status.ACTIVE;
    }

    /** Whether it was deregistered and the time of DELETING is over. */
    public boolean isGone(Instant now) {
        return goneMillis != null && now.toEpochMilli() >= goneMillis;
    }

    public Instant created() {
        return Instant.ofEpochMilli(createdMillis);
    }

    public Consumer goneAt(Instant time) {
        return new Consumer(name, createdMillis, activeMillis, time.toEpochMilli(), tags, policy);
    }

    public Consumer withTags(Map<String, String> others) {
        return new Consumer(name, createdMillis, activeMillis, goneMillis, new TreeMap<>(others), policy);
    }

    /**
     * With another policy.
     *
     * @param other null for none
     */
    public Consumer withPolicy(String other) {
        return new Consumer(name, createdMillis, activeMillis, goneMillis, tags, other);
    }

    public Optional<String> resourcePolicy() {
        return Optional.ofNullable(policy);
    }

    @Override
    public SortedMap<String, String> tags() {
        return new TreeMap<>(tags);
    }
}
