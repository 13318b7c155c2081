package io.millrace.service.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The members of a request's object, with the types that its {@link Shape} gives them. Required members are there and
 * all constraints hold by the time an operation sees it.
 */
public final class Input {
    private final Shape shape;
    /** By the members' places in the shape; null where one is missing. */
    private final Object[] values;

    Input(Shape shape) {
        this.shape = shape;
        this.values = new Object[shape.size()];
    }

    void put(int place, Object value) {
        values[place] = value;
    }

    Object get(int place) {
        return values[place];
    }

    private Object get(String name) {
        int place = shape.place(name);
        return place < 0 ? null : values[place];
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** A required text. */
    public String text(String name) {
        return (String) get(name);
    }

    public Optional<String> maybeText(String name) {
        return Optional.ofNullable((String) get(name));
    }

    /** A required whole number. */
    public int number(String name) {
        return (Integer) get(name);
    }

    public OptionalInt maybeNumber(String name) {
        Integer value = (Integer) get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    public Optional<Boolean> maybeFlag(String name) {
        return Optional.ofNullable((Boolean) get(name));
    }

    /** A required blob. */
    public byte[] blob(String name) {
        return (byte[]) get(name);
    }

    public Optional<Instant> maybeTime(String name) {
        return Optional.ofNullable((Instant) get(name));
    }

    public Optional<Input> maybeObject(String name) {
        return Optional.ofNullable((Input) get(name));
    }

    /** A required list of texts. */
    @SuppressWarnings("unchecked") // Member.texts reads nothing else into a list
    public List<String> texts(String name) {
        return (List<String>) get(name);
    }

    /** An object of texts, sorted by its keys; empty when it is not there. */
    @SuppressWarnings("unchecked") // Member.textMap reads nothing else into a map
    public Map<String, String> textMap(String name) {
        return has(name) ? (Map<String, String>) get(name) : Map.of();
    }

    /** A required object. */
    public Input object(String name) {
        return (Input) get(name);
    }

    /** A required list of objects. */
    @SuppressWarnings("unchecked") // Member.objects reads nothing else into a list
    public List<Input> objects(String name) {
        return (List<Input>) get(name);
    }
}
