package io.millrace.service.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.service.error.ServiceException.ValidationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The members that an operation takes, and what the API model demands of them. Members that are not in the shape are
 * skipped, so that newer clients get on. Immutable.
 */
public final class Shape {
    private static final int MOST_REPORTED = 10;

    private final Member[] members;
    private final Map<String, Integer> places = new HashMap<>();

    private Shape(Member... members) {
        this.members = members;
        for (int i = 0; i < members.length; i++) {
            places.put(members[i].name(), i);
        }
    }

    public static Shape of(Member... members) {
        return new Shape(members.clone());
    }

    int size() {
        return members.length;
    }

    /** Where a member stands; -1 when it is not in the shape. */
    int place(String name) {
        return places.getOrDefault(name, -1);
    }

    /** The members, in the order of the model. */
    public List<Member> members() {
        return List.of(members);
    }

    Input read(JsonParser parser, WireFormat format) throws IOException {
        Member.expect(parser, JsonToken.START_OBJECT, Kind.STRUCTURE);
        Input input = new Input(this);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Integer place = places.get(parser.currentName());
            JsonToken value = parser.nextToken();
            if (place == null) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                input.put(place, members[place].reader().read(parser, format));
            }
        }
        return input;
    }

    /**
     * The input itself.
     *
     * @throws ValidationException when a constraint does not hold; the message tells all of them, up to ten
     */
    Input checked(Input input) {
        if (!holds(input)) {
            List<String> violations = new ArrayList<>();
            check(input, "", violations);
            throw violated(violations);
        }
        return input;
    }

    /** An error about one member that only the operation itself can check, in the form of the others. */
    public static ValidationException violation(String value, String path, String says) {
        return violated(List.of(describe(value, path, says)));
    }

    /** The error about a member that only some streams require. */
    public static ValidationException lacking(String path) {
        return violated(List.of(missing(path)));
    }

    private static String missing(String path) {
        return "Value null at '" + path + "' failed to satisfy constraint: Member must not be null";
    }

    private static ValidationException violated(List<String> violations) {
        List<String> told = violations.subList(0, Math.min(MOST_REPORTED, violations.size()));
        String count = told.size() == 1 ? "1 validation error" : told.size() + " validation errors";
        return new ValidationException(count + " detected: " + String.join("; ", told));
    }

    /** Whether {@link #check} finds nothing, without the paths that are only needed to tell. */
    private boolean holds(Input input) {
        for (int i = 0; i < members.length; i++) {
            Object value = input.get(i);
            boolean good = value == null ? !members[i].required() : holds(members[i], value);
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Member member, Object value) {
        List<Constraint> constraints = member.constraints();
        for (int i = 0; i < constraints.size(); i++) {
            if (!constraints.get(i).holds().test(value)) {
                return false;
            }
        }
        if (value instanceof Input object) {
            return member.nested().holds(object);
        }
        if (member.nested() != null && value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (!member.nested().holds((Input) list.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void check(Input input, String path, List<String> violations) {
        for (int place = 0; place < members.length; place++) {
            Member member = members[place];
            Object value = input.get(place);
            String here = path + lowerFirst(member.name());
            if (value == null) {
                if (member.required()) {
                    violations.add(missing(here));
                }
                continue;
            }
            for (Constraint constraint : member.constraints()) {
                if (!constraint.holds().test(value)) {
                    violations.add(describe(render(value), here, constraint.says()));
                }
            }
            checkNested(member, value, here, violations);
        }
    }

    private static void checkNested(Member member, Object value, String here, List<String> violations) {
        if (value instanceof Input object) {
            member.nested().check(object, here + ".", violations);
        } else if (member.nested() != null && value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                member.nested().check((Input) list.get(i), here + "." + (i + 1) + ".member.", violations);
            }
        }
    }

    private static String describe(String value, String path, String says) {
        return "Value '" + value + "' at '" + path + "' failed to satisfy constraint: " + says;
    }

    private static String render(Object value) {
        if (value instanceof byte[] blob) {
            return "java.nio.HeapByteBuffer[pos=0 lim=" + blob.length + " cap=" + blob.length + "]";
        }
        boolean objects = value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Input;
        return objects ? "[" + ((List<?>) value).size() + " elements]" : value.toString();
    }

    private static String lowerFirst(String name) {
        // StreamARN is streamARN on the wire's error path, as the first letter alone is lowered.
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
