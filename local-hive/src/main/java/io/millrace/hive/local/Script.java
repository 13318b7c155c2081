package io.millrace.hive.local;

import java.util.ArrayList;
import java.util.List;

/**
 * HQL text taken apart into statements at the semicolons that end them: those outside of quotes and comments. Comments
 * ({@code -- to the end of the line} and block comments, but for query hints) are left out, as Hive's own tools do,
 * because commands such as SET take everything that follows as a value. Stateless.
 */
public final class Script {
    private final String text;
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private int at;

    private Script(String text) {
        this.text = text;
    }

    /** The statements of a text, without their semicolons, in order; empty ones are left out. */
    public static List<String> statements(String text) {
        return new Script(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"' || c == '`') {
                copyQuoted(c);
            } else if (text.startsWith("--", at)) {
                at = skipTo("\n", 0);
            } else if (text.startsWith("/*", at) && !text.startsWith("/*+", at)) {
                at = skipTo("*/", 2);
                current.append(' ');
            } else if (c == ';') {
                endStatement();
                at++;
            } else {
                current.append(c);
                at++;
            }
        }
        endStatement();
        return List.copyOf(statements);
    }

    private void copyQuoted(char quote) {
        current.append(quote);
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            current.append(c);
            if (c == '\\' && quote != '`' && at < text.length()) {
                current.append(text.charAt(at++));
            } else if (c == quote) {
                return;
            }
        }
    }

    private int skipTo(String end, int further) {
        int found = text.indexOf(end, at + further);
        return found < 0 ? text.length() : found + further;
    }

    private void endStatement() {
        String statement = current.toString().strip();
        current.setLength(0);
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
    }
}
