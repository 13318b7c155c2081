package io.millrace.service.wire;

import java.util.Arrays;
import java.util.List;
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

    private static int length(Object value) {
        if (value instanceof byte[] blob) {
            return blob.length;
        }
        return value instanceof List<?> list ? list.size() : ((String) value).length();
    }
}
