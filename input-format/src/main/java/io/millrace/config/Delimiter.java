package io.millrace.config;

import java.nio.charset.StandardCharsets;
import org.apache.commons.text.StringEscapeUtils;

/**
 * What stands between the records of one payload: the UTF-8 bytes of a text. Immutable.
 *
 * @param text not empty
 */
public record Delimiter(String text) {
    public Delimiter {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty delimiter");
        }
    }

    /** Understands the escapes that Java has in string literals. */
    static Delimiter parse(String written) {
        return new Delimiter(StringEscapeUtils.unescapeJava(written));
    }

    /** Its bytes, a copy. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
