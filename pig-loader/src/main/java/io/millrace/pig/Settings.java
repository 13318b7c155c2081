package io.millrace.pig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code 'key=value'} strings between the brackets of a script's {@code USING}. Stateless. */
final class Settings {
    private Settings() {}

    /**
     * The settings in the order in which they were written.
     *
     * @param function whose they are, for messages
     * @throws IllegalArgumentException when one has no '=' or a key is given twice with different values
     */
    static Map<String, String> parse(String function, List<String> arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not a setting of " + function + ": write 'key=value'");
            }
            String key = argument.substring(0, equals).strip();
            String value = argument.substring(equals + 1).strip();
            String earlier = settings.put(key, value);
            if (earlier != null && !earlier.equals(value)) {
                throw new IllegalArgumentException(
                        function + " got " + key + " twice, as '" + earlier + "' and as '" + value + "'");
            }
        }
        return settings;
    }
}
