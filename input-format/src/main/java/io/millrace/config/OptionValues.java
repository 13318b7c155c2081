package io.millrace.config;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads options out of a Hadoop configuration and gathers what is wrong with them, so that all of it can be said at
 * once. Used for one parse by one thread.
 */
final class OptionValues {
    private final Configuration conf;
    /** Each once, however often an option is asked for. */
    private final Set<String> problems = new LinkedHashSet<>();

    OptionValues(Configuration conf) {
        this.conf = conf;
        for (String rest :
                new TreeSet<>(conf.getPropsWithPrefix(KinesisOptions.PREFIX).keySet())) {
            String key = KinesisOptions.PREFIX + rest;
            if (!KinesisOptions.BY_NAME.containsKey(key)) {
                problem(Suggestions.forUnknown(key));
            }
        }
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigException(List.copyOf(problems));
        }
    }

    /** The value that is set or else the option's own; empty when there is neither or when it is not allowed. */
    <T> Optional<T> get(Option<T> option) {
        Optional<String> found = Optional.empty();
        for (String name : option.names()) {
            Optional<String> text = text(option, name);
            if (text.isEmpty()) {
                continue;
            }
            if (found.isPresent() && !found.equals(text)) {
                problem(option + " and its alias " + name + " are both set, to different values: set only " + option);
            }
            found = found.or(() -> text);
        }
        return found.or(option::fallback).flatMap(text -> parse(option, text));
    }

    boolean isSet(Option<?> option) {
        return option.names().stream().anyMatch(name -> text(option, name).isPresent());
    }

    /**
     * Sees that an option is set.
     *
     * @param because for people: why it must be
     */
    void require(Option<?> option, String because) {
        if (!isSet(option)) {
            problem(option + " is missing: " + because);
        }
    }

    private Optional<String> text(Option<?> option, String name) {
        try {
            if (option.secret()) {
                return Optional.ofNullable(conf.getPassword(name))
                        .map(String::new)
                        .map(String::strip)
                        .filter(text -> !text.isEmpty());
            }
            return Optional.ofNullable(option.type().blanksCount() ? conf.get(name) : conf.getTrimmed(name));
        } catch (IOException e) {
            problem("the Hadoop credential provider can't be asked for " + name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private <T> Optional<T> parse(Option<T> option, String text) {
        try {
            return Optional.of(option.type().parser().apply(text));
        } catch (IllegalArgumentException e) {
            // The parser's own words are not used: they do not name the key and, for a secret, may quote the value.
            problem(option + " has a value that is not allowed: " + (option.secret() ? "(not shown)" : "'" + text + "'")
                    + "; allowed is " + option.type().allowed());
            return Optional.empty();
        }
    }
}
