package io.millrace.service.wire;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The members of a request's object, with the types that its {@link Shape} gives them. Required members are there and
 * all constraints hold by the time an operation sees it.
 */
public final class Input {
    private final Map<String, Object> values = new HashMap<>();

    void put(String name, Object value) {
        values.put(name, value);
    }

    Object get(String name) {
        return values.get(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A required text. */
    public String text(String name) {
        return (String) values.get(name);
    }

    public Optional<String> maybeText(String name) {
        return Optional.ofNullable((String) values.get(name));
    }

    /** A required whole number. */
    public int number(String name) {
        return (Integer) values.get(name);
    }

    public OptionalInt maybeNumber(String name) {
        Integer value = (Integer) values.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    public Optional<Boolean> maybeFlag(String name) {
        return Optional.ofNullable((Boolean) values.get(name));
    }

    /** A required blob. */
    public byte[] blob(String name) {
        return (byte[]) values.get(name);
    }

    public Optional<Instant> maybeTime(String name) {
        return Optional.ofNullable((Instant) values.get(name));
    }

    public Optional<Input> maybeObject(String name) {
        return Optional.ofNullable((Input) values.get(name));
    }

    /** A required list of texts. */
    @SuppressWarnings("unchecked") // Member.texts reads nothing else into a list
    public List<String> texts(String name) {
        return (List<String>) values.get(name);
    }

    /** An object of texts, sorted by its keys; empty when it is not there. */
    @SuppressWarnings("unchecked") // Member.textMap reads nothing else into a map
    public Map<String, String> textMap(String name) {
        return (Map<String, String>) values.getOrDefault(name, Map.of());
    }

    /** A required object. */
    public Input object(String name) {
        return (Input) values.get(name);
    }

    /** A required list of objects. */
    @SuppressWarnings("unchecked") // Member.objects reads nothing else into a list
    public List<Input> objects(String name) {
        return (List<Input>) values.get(name);
    }
}
