package io.millrace.examples.mapreduce;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the jobs want of a line of a web server's log in the common or combined format. */
record LogLine(String page, int status) {
    private static final Pattern FORM =
            Pattern.compile("^\\S+ \\S+ \\S+ \\[[^\\]]+\\] \"\\S+ (\\S+)[^\"]*\" (\\d{3}) .*$", Pattern.DOTALL);

    /** Empty when the payload is something else. */
    static Optional<LogLine> of(byte[] payload) {
        Matcher matcher = FORM.matcher(new String(payload, StandardCharsets.UTF_8));
        return matcher.matches()
                ? Optional.of(new LogLine(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean isError() {
        return status >= 400;
    }
}
