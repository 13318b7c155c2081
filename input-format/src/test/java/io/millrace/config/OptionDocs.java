package io.millrace.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the page {@code docs/configuration.md} from the options themselves. Stateless. */
final class OptionDocs {
    private static final String HEAD = """
            # Configuration

            <!-- Made from io.millrace.config.KinesisOptions. After a change there, make it anew:
                 ./mvnw -pl input-format -am test -Dtest=OptionDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.docs.write=true -->

            Every key of the connector. A key that is not listed here, or a value that is not allowed, fails the job while
            it is planned, with a message that says what would be right.

            *Who sets it* says whose value wins when a table (`TBLPROPERTIES`, the arguments of a Pig loader) and the session
            (`SET`, `-D`) both set a key: the table's, for what says which stream it is and how to reach it; the session's,
            for how one query reads. Keys marked *secret* are read through Hadoop's credential providers first and are never
            logged or put into a split.

            """;

    private OptionDocs() {}

    /** The page as Markdown. */
    static String page() {
        return HEAD
                + overview()
                + KinesisOptions.ALL.stream().map(OptionDocs::section).collect(Collectors.joining("\n"))
                + mistakes();
    }

    private static String overview() {
        return "| key | default |\n|---|---|\n"
                + KinesisOptions.ALL.stream()
                        .map(option ->
                                "| [`" + option.key() + "`](#" + anchor(option) + ") | " + fallback(option) + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }

    /** What Markdown renderers make of the key as a heading. */
    private static String anchor(Option<?> option) {
        return option.key().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
    }

    private static String fallback(Option<?> option) {
        return option.fallback().map(value -> "`" + value + "`").orElse(option.fallbackNote());
    }

    private static String section(Option<?> option) {
        List<String> lines = new ArrayList<>();
        lines.add("## `" + option.key() + "`\n");
        lines.add(option.doc() + "\n");
        lines.add("- Allowed: " + option.type().allowed());
        lines.add("- Default: " + fallback(option));
        lines.add("- Who sets it: " + (option.scope() == Option.Scope.TABLE ? "the table" : "the session"));
        if (!option.aliases().isEmpty()) {
            lines.add("- Also written: "
                    + option.aliases().stream().map(alias -> "`" + alias + "`").collect(Collectors.joining(", ")));
        }
        if (option.secret()) {
            lines.add("- Secret");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String mistakes() {
        return "\n## Often mistaken\n\n"
                + KinesisOptions.MISTAKES.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> "- `" + entry.getKey() + "` is refused; the right name is `"
                                + entry.getValue().key() + "`")
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
