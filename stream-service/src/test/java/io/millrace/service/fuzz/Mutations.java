package io.millrace.service.fuzz;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Spoils bodies, as trees and as bytes. Used by one thread. */
final class Mutations {
    private static final int LONG_TEXT = 5_000;
    private static final int DEPTH = 2_000;

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** A copy in which one thing, somewhere, is another. */
    Object spoil(Object tree) {
        if (tree instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(6) != 0) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            List<Object> keys = new ArrayList<>(copy.keySet());
            Object key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(8)) {
                case 0 -> copy.remove(key);
                case 1 -> copy.put(key + "x", copy.remove(key));
                default -> copy.put(key, spoil(copy.get(key)));
            }
            return copy;
        }
        if (tree instanceof List<?> list && !list.isEmpty() && random.nextInt(4) != 0) {
            List<Object> copy = new ArrayList<>(list);
            int at = random.nextInt(copy.size());
            copy.set(at, spoil(copy.get(at)));
            return copy;
        }
        return tree instanceof String text && random.nextBoolean() ? spoil(text) : anything();
    }

    private String spoil(String text) {
        int at = random.nextInt(text.length() + 1);
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + (char) random.nextInt(0xd800) + text.substring(at);
            case 2 -> text + text;
            case 3 -> text.substring(at) + text.substring(0, at);
            default -> text + "9".repeat(random.nextInt(40));
        };
    }

    private Object anything() {
        return switch (random.nextInt(17)) {
            case 0 -> null;
            case 1 -> true;
            case 2 -> random.nextInt();
            case 3 -> random.nextLong();
            case 4 -> -1;
            case 5 -> new BigDecimal("1e999999999");
            case 6 -> new BigDecimal("-1e-999999999");
            case 7 -> BigInteger.ONE.shiftLeft(random.nextInt(3_000));
            case 8 -> Double.NaN;
            case 9 -> Float.NEGATIVE_INFINITY;
            case 10 -> "x".repeat(random.nextInt(LONG_TEXT));
            case 11 -> "";
            case 12 -> "\0\u00e9\u2028";
            case 13 -> new byte[random.nextInt(LONG_TEXT)];
            case 14 -> List.of();
            case 15 -> Map.of("k", List.of(Map.of()));
            default -> random.nextInt(20) == 0 ? nested() : "+999999999-12-31T23:59:59Z";
        };
    }

    private static Object nested() {
        Object inner = List.of();
        for (int i = 0; i < DEPTH; i++) {
            inner = List.of(inner);
        }
        return inner;
    }

    /** A copy in which some bytes are others, more or fewer. */
    byte[] spoil(byte[] body) {
        byte[] copy = body.clone();
        int at = copy.length == 0 ? 0 : random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = 0; i < 1 + random.nextInt(4) && copy.length > 0; i++) {
                    copy[random.nextInt(copy.length)] = (byte) random.nextInt();
                }
                return copy;
            }
            case 1 -> {
                return Arrays.copyOf(copy, at);
            }
            case 2 -> {
                ByteArrayOutputStream more = new ByteArrayOutputStream();
                more.write(copy, 0, at);
                more.writeBytes(noise(random.nextInt(20)));
                more.write(copy, at, copy.length - at);
                return more.toByteArray();
            }
            default -> {
                return noise(random.nextInt(200));
            }
        }
    }

    byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
