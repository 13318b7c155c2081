package io.millrace.service.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the API model demands of a member's value. The texts are AWS's.
 *
 * @param says the demand, after "failed to satisfy constraint: "
 */
record Constraint(String says, Predicate<Object> holds) {
    static Constraint minLength(int min) {
        return new Constraint("Member must have length greater than or equal to " + min, value -> length(value) >= min);
    }

    static Constraint maxLength(int max) {
        return new Constraint("Member must have length less than or equal to " + max, value -> length(value) <= max);
    }

    static Constraint min(int min) {
        return new Constraint(
                "Member must have value greater than or equal to " + min, value -> (Integer) value >= min);
    }

    static Constraint max(int max) {
        return new Constraint("Member must have value less than or equal to " + max, value -> (Integer) value <= max);
    }

    static Constraint pattern(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new Constraint(
                "Member must satisfy regular expression pattern: " + regex,
                value -> pattern.matcher((String) value).matches());
    }

    static Constraint oneOf(String... allowed) {
        TreeSet<String> sorted = new TreeSet<>(Arrays.asList(allowed));
        return new Constraint(
                sorted.stream().collect(Collectors.joining(", ", "Member must satisfy enum value set: [", "]")),
                sorted::contains);
    }

    /** All of these hold for each element of a list. */
    static Constraint each(Constraint... of) {
        return new Constraint("Member must satisfy constraint: " + say(of), value -> hold(of, (List<?>) value));
    }

    /** All of these hold for each key of an object of texts. */
    static Constraint keys(Constraint... of) {
        return new Constraint(
                "Map keys must satisfy constraint: " + say(of), value -> hold(of, ((Map<?, ?>) value).keySet()));
    }

    /** All of these hold for each value of an object of texts. */
    static Constraint values(Constraint... of) {
        return new Constraint(
                "Map value must satisfy constraint: " + say(of), value -> hold(of, ((Map<?, ?>) value).values()));
    }

    private static String say(Constraint... of) {
        return Arrays.stream(of).map(Constraint::says).collect(Collectors.joining(", ", "[", "]"));
    }

    private static boolean hold(Constraint[] of, Collection<?> values) {
        return values.stream()
                .allMatch(value -> Arrays.stream(of).allMatch(one -> one.holds().test(value)));
    }

    private static int length(Object value) {
        if (value instanceof byte[] blob) {
            return blob.length;
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return value instanceof List<?> list ? list.size() : ((String) value).length();
    }
}
