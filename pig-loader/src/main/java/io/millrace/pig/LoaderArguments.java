package io.millrace.pig;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The strings between the brackets of {@code USING KinesisStreamLoader('key=value', ...)}.
 */
final class LoaderArguments {
    private LoaderArguments() {}

    /**
     * The settings in the order in which they were written.
     *
     * @throws IllegalArgumentException when one has no '=' or a key is given twice with different values
     */
    static Map<String, String> parse(String... arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not a setting of KinesisStreamLoader: write 'key=value'");
            }
            String key = argument.substring(0, equals).strip();
            String value = argument.substring(equals + 1).strip();
            String earlier = settings.put(key, value);
            if (earlier != null && !earlier.equals(value)) {
                throw new IllegalArgumentException(
                        "KinesisStreamLoader got " + key + " twice, as '" + earlier + "' and as '" + value + "'");
            }
        }
        return settings;
    }
}
