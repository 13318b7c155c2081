package io.millrace.service.keyfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One key of a {@link KeyListFile}. What is wrong with it is told by an exception that names the file, the key's place and the
 * member, and that shows no value but those that its caller puts into the message. Immutable.
 */
public final class KeyEntry {
    private final JsonNode node;
    private final String place;

    KeyEntry(JsonNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /** A text that must be there. */
    public String needed(String name) throws IOException {
        return text(name).orElseThrow(() -> wrong("has no member '" + name + "'"));
    }

    /** A text, empty where the key has none of that name. */
    public Optional<String> text(String name) throws IOException {
        JsonNode value = node.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "must be text; put it in quotes");
        }
        return Optional.of(value.textValue());
    }

    /** The member {@code account}, 12 digits. */
    public String account(String otherwise) throws IOException {
        String account = text("account").orElse(otherwise);
        if (!account.matches("\\d{12}")) {
            throw wrong("account", "is '" + account + "'; an account is 12 digits, in quotes");
        }
        return account;
    }

    /** A member that is true or false. */
    public boolean flag(String name, boolean otherwise) throws IOException {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return value.asBoolean(otherwise);
    }

    /**
     * A list of texts, empty where the key has none of that name.
     *
     * @param form what it must be, for the message
     */
    public Optional<List<String>> texts(String name, String form) throws IOException {
        JsonNode list = node.get(name);
        if (list == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list) {
            texts.add(each.asText());
        }
        if (!list.isArray() || texts.contains("")) {
            throw wrong(name, "must be " + form);
        }
        return Optional.of(texts);
    }

    /** To be thrown: what is wrong with the key. */
    public IOException wrong(String what) {
        return new IOException(place + " " + what);
    }

    /** To be thrown: what is wrong with a member. */
    public IOException wrong(String name, String what) {
        return new IOException(place + "." + name + " " + what);
    }
}
