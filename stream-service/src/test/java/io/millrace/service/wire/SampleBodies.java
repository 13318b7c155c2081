package io.millrace.service.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.millrace.service.error.ServiceException.SerializationException;
import io.millrace.service.error.ServiceException.ValidationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes bodies that a {@link Shape} takes, whatever the operation: what kind a member is of is found by letting it read
 * one of each, and a value is tried until all its constraints hold. Thread-safe.
 */
public final class SampleBodies {
    private static final Pattern ENUM = Pattern.compile(".*enum value set: \\[([^\\]]*)\\].*");
    private static final Pattern BOUND = Pattern.compile(".*than or equal to (\\d+)$");
    private static final Object NO_VALUE = new Object();
    private static final int TRIES = 30;
    /** More take seconds, which has tests of its own. */
    private static final int MOST_SHARDS = 100;

    private static final int OPTIONAL_SHARE = 3;

    /** One value of each kind; what is not a whole number is read by times alone. */
    private static final List<Object> KINDS = List.of(
            new byte[] {1}, true, "text", 1, 1.5, List.of("text"), List.of(Map.of()), Map.of("k", "v"), Map.of());

    private final Map<Member, Object> kinds = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> texts;

    /** @param texts values that mean something, by the names of their members */
    public SampleBodies(Map<String, Supplier<String>> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** All required members and some of the others; blobs are byte arrays. */
    public Map<String, Object> of(Shape shape, Random random) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (Member member : shape.members()) {
            if (member.required() || random.nextInt(OPTIONAL_SHARE) == 0) {
                Object value = value(member, random);
                if (value != NO_VALUE) {
                    body.put(member.name(), value);
                }
            }
        }
        return body;
    }

    private Object value(Member member, Random random) {
        for (int i = 0; i < TRIES; i++) {
            Object value = guess(member, random);
            if (member.nested() != null
                    || member.constraints().stream()
                            .allMatch(each -> each.holds().test(value))) {
                return value;
            }
        }
        return NO_VALUE;
    }

    private Object guess(Member member, Random random) {
        Object kind = kinds.computeIfAbsent(member, SampleBodies::kind);
        if (member.nested() != null) {
            return kind instanceof List ? list(() -> of(member.nested(), random), random) : of(member.nested(), random);
        }
        if (kind instanceof byte[]) {
            return text(member, random).getBytes(StandardCharsets.UTF_8);
        }
        if (kind instanceof List) {
            return list(() -> text(member, random), random);
        }
        if (kind instanceof Map) {
            return Map.of("tag" + random.nextInt(5), text(member, random));
        }
        if (kind instanceof Integer) {
            return number(member, random);
        }
        if (kind instanceof Double) {
            return 1_700_000_000L + random.nextInt(10);
        }
        if (kind instanceof Boolean) {
            return random.nextBoolean();
        }
        return text(member, random);
    }

    private static Object kind(Member member) {
        Shape alone = Shape.of(new Member(member.name(), false, List.of(), member.reader(), member.nested()));
        for (Object example : KINDS) {
            try {
                WireFormat.CBOR.read(new CBORMapper().writeValueAsBytes(Map.of(member.name(), example)), alone);
                return example;
            } catch (ValidationException e) {
                // Read, and found to lack something inside.
                return example;
            } catch (SerializationException e) {
                // Of another kind.
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("member " + member.name() + " reads none of " + KINDS);
    }

    private static List<Object> list(Supplier<Object> element, Random random) {
        List<Object> list = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private String text(Member member, Random random) {
        for (Constraint each : member.constraints()) {
            Matcher matcher = ENUM.matcher(each.says());
            if (matcher.matches()) {
                List<String> allowed = Arrays.asList(matcher.group(1).split(", "));
                return allowed.get(random.nextInt(allowed.size()));
            }
        }
        Supplier<String> meant = texts.get(member.name());
        return meant == null || random.nextInt(20) == 0 ? Integer.toString(random.nextInt(1000)) : meant.get();
    }

    private static int number(Member member, Random random) {
        List<Integer> candidates = new ArrayList<>(List.of(1, 2, 24, 25, 1 + random.nextInt(100)));
        for (Constraint each : member.constraints()) {
            Matcher matcher = BOUND.matcher(each.says());
            if (matcher.matches()) {
                candidates.add((int) Long.parseLong(matcher.group(1)));
            }
        }
        if (member.name().endsWith("ShardCount")) {
            candidates.removeIf(count -> count > MOST_SHARDS);
        }
        return candidates.get(random.nextInt(candidates.size()));
    }
}
