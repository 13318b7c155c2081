package io.millrace.config;

import java.util.List;

/** The configuration can't be used. Its message lists everything that is wrong, not only the first thing. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ConfigException(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.get(0)
                        : problems.size() + " things in the configuration are wrong:\n  - "
                                + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, one sentence each. */
    public List<String> problems() {
        return problems;
    }
}
