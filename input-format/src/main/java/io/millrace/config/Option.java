package io.millrace.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One key of the configuration, with all that is known about it. Immutable.
 *
 * @param key as users write it
 * @param aliases other spellings of the key that mean the same
 * @param type how its text is understood
 * @param fallback what is taken when it is not set: text that its type accepts, or empty
 * @param fallbackNote for people: what happens when it is not set and {@code fallback} is empty
 * @param doc for people: what it does, in Markdown
 * @param secret its value must never be shown
 * @param scope who may set it
 */
public record Option<T>(
        String key,
        List<String> aliases,
        OptionType<T> type,
        Optional<String> fallback,
        String fallbackNote,
        String doc,
        boolean secret,
        Scope scope) {

    /** Whose value wins when both a table (or a Pig LOAD) and the session set the key. */
    public enum Scope {
        /** The table's: it says which stream this is and how to reach it. */
        TABLE,
        /** The session's: it says how this one query reads. */
        SESSION
    }

    public Option {
        aliases = List.copyOf(aliases);
    }

    static <T> Option<T> table(String key, OptionType<T> type, String fallbackNote, String doc) {
        return new Option<>(key, List.of(), type, Optional.empty(), fallbackNote, doc, false, Scope.TABLE);
    }

    static <T> Option<T> session(String key, OptionType<T> type, String fallbackNote, String doc) {
        return new Option<>(key, List.of(), type, Optional.empty(), fallbackNote, doc, false, Scope.SESSION);
    }

    Option<T> orElse(String value) {
        return new Option<>(key, aliases, type, Optional.of(value), value, doc, secret, scope);
    }

    Option<T> alias(String alias) {
        List<String> more = new ArrayList<>(aliases);
        more.add(alias);
        return new Option<>(key, more, type, fallback, fallbackNote, doc, secret, scope);
    }

    Option<T> asSecret() {
        return new Option<>(key, aliases, type, fallback, fallbackNote, doc, true, scope);
    }

    /** The key and its aliases, the key first. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(key));
        names.addAll(aliases);
        return List.copyOf(names);
    }

    @Override
    public String toString() {
        return key;
    }
}
