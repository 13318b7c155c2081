package io.millrace.launcher.tool;

import io.millrace.local.RuntimeClasspath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A command as a user types it: {@link #MILLRACE} stands for {@code bin/millrace}. Immutable.
 *
 * @param environment what is set for it alone
 */
record ToolCall(List<String> words, Map<String, String> environment) {
    static final String MILLRACE = "{millrace}";

    private static final int WIDTH = 110;

    ToolCall(List<String> words) {
        this(words, Map.of());
    }

    /** With another way to call {@code bin/millrace}. */
    ToolCall calling(String millrace) {
        Map<String, String> replaced = new TreeMap<>(environment);
        replaced.replaceAll((name, value) -> value.replace(MILLRACE, millrace));
        return new ToolCall(
                words.stream().map(word -> word.replace(MILLRACE, millrace)).toList(), replaced);
    }

    /** The command for people in the checkout, in lines of bearable length. */
    List<String> lines() {
        String root = RuntimeClasspath.root().toAbsolutePath() + "/";
        ToolCall typed = calling("bin/millrace");
        List<String> parts = new ArrayList<>();
        typed.environment.forEach((name, value) -> parts.add(name + "=" + quoted(value.replace(root, ""))));
        for (String word : typed.words) {
            String part = quoted(word.replace(root, ""));
            // An option and its value belong together.
            boolean isValue = !parts.isEmpty() && parts.get(parts.size() - 1).matches("-\\S+");
            parts.add(isValue ? parts.remove(parts.size() - 1) + " " + part : part);
        }
        List<String> lines = new ArrayList<>();
        String line = parts.get(0);
        for (String part : parts.subList(1, parts.size())) {
            if (line.length() + part.length() > WIDTH) {
                lines.add(line + " \\");
                line = "    " + part;
            } else {
                line += " " + part;
            }
        }
        lines.add(line);
        return lines;
    }

    private static String quoted(String word) {
        return word.contains(" ") ? "'" + word + "'" : word;
    }
}
