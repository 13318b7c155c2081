package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.filter.Bounds;
import io.millrace.filter.RecordFilter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison of one field with a constant says of records. What is not certain is left to the engine, which looks at
 * every record in any case. Stateless.
 */
public final class FieldCondition {
    /** From here on not every whole number is a double. */
    private static final BigDecimal EXACT_DOUBLES = BigDecimal.valueOf(1L << 53);

    private static final long FIRST_MILLISECOND =
            Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST_MILLISECOND =
            Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    private FieldCondition() {}

    /** How a field, on the left, is compared with a constant. */
    public enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** The same with the sides changed. */
        public Operator reversed() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
                default -> this;
            };
        }

        /** True where this is false. */
        public Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> GREATER_OR_EQUAL;
                case LESS_OR_EQUAL -> GREATER;
                case GREATER -> LESS_OR_EQUAL;
                case GREATER_OR_EQUAL -> LESS;
            };
        }

        private boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }

        private boolean isUpward() {
            return this == GREATER || this == GREATER_OR_EQUAL;
        }

        private boolean hasEqual() {
            return this == EQUAL || this == LESS_OR_EQUAL || this == GREATER_OR_EQUAL;
        }
    }

    /**
     * Translates one comparison.
     *
     * @param asDouble the field is converted to a double first
     * @param constant a string or a number, not null; whatever else it is, nothing is said
     */
    public static RecordFilter of(RecordField field, boolean asDouble, Operator operator, Object constant) {
        return switch (field) {
            case PARTITION_KEY ->
                operator == Operator.EQUAL && !asDouble && constant instanceof String key
                        ? RecordFilter.PartitionKeys.of(List.of(key))
                        : RecordFilter.any();
            case SHARD_ID ->
                !asDouble && constant instanceof String id
                        ? new RecordFilter.Shards(
                                shard -> operator.holds(shard.value().compareTo(id)))
                        : RecordFilter.any();
            case SEQUENCE_NUMBER -> sequenceNumber(asDouble, operator, constant);
            case TIMESTAMP ->
                number(constant)
                        .filter(number -> !asDouble || number.abs().compareTo(EXACT_DOUBLES) < 0)
                        .map(number -> timestamp(operator, number))
                        .orElse(RecordFilter.any());
            default -> RecordFilter.any();
        };
    }

    private static RecordFilter sequenceNumber(boolean asDouble, Operator operator, Object constant) {
        if (asDouble) {
            return constant instanceof Double number ? roundedNumber(operator, number) : RecordFilter.any();
        }
        if (!(constant instanceof String text)) {
            return RecordFilter.any();
        }
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return switch (operator) {
            case NOT_EQUAL -> RecordFilter.any();
            case EQUAL ->
                digits && text.length() <= SequenceNumber.MAX_DIGITS && isPlain(text)
                        ? numbers(new BigInteger(text), new BigInteger(text))
                        : RecordFilter.none();
            default ->
                digits
                        ? new RecordFilter.SequenceTexts(operator.isUpward(), operator.hasEqual(), text)
                        : RecordFilter.any();
        };
    }

    private static boolean isPlain(String digits) {
        return digits.equals("0") || !digits.startsWith("0");
    }

    /** A sequence number has more digits than a double, so numbers a little beyond the constant become the same double. */
    private static RecordFilter roundedNumber(Operator operator, double constant) {
        if (!Double.isFinite(constant) || constant <= 0 || operator == Operator.NOT_EQUAL) {
            return RecordFilter.any();
        }
        BigInteger low = new BigDecimal(Math.nextDown(constant)).toBigInteger();
        BigInteger high = new BigDecimal(Math.nextUp(constant)).toBigInteger().add(BigInteger.ONE);
        return switch (operator) {
            case EQUAL -> numbers(low, high);
            case LESS, LESS_OR_EQUAL -> new RecordFilter.SequenceNumbers(Bounds.to(new SequenceNumber(high)));
            default -> new RecordFilter.SequenceNumbers(Bounds.from(new SequenceNumber(low)));
        };
    }

    private static RecordFilter numbers(BigInteger from, BigInteger to) {
        return new RecordFilter.SequenceNumbers(Bounds.of(new SequenceNumber(from), new SequenceNumber(to)));
    }

    private static Optional<BigDecimal> number(Object constant) {
        if (constant instanceof Long || constant instanceof Integer || constant instanceof Short) {
            return Optional.of(BigDecimal.valueOf(((Number) constant).longValue()));
        }
        if (constant instanceof BigDecimal decimal) {
            return Optional.of(decimal);
        }
        return constant instanceof Double number && Double.isFinite(number)
                ? Optional.of(new BigDecimal(number))
                : Optional.empty();
    }

    private static RecordFilter timestamp(Operator operator, BigDecimal number) {
        BigInteger below = number.setScale(0, RoundingMode.FLOOR).toBigInteger();
        BigInteger above = number.setScale(0, RoundingMode.CEILING).toBigInteger();
        return switch (operator) {
            case NOT_EQUAL -> RecordFilter.any();
            case EQUAL ->
                below.equals(above)
                        ? new RecordFilter.Arrivals(Bounds.of(instant(below), instant(below)))
                        : RecordFilter.none();
            case LESS -> new RecordFilter.Arrivals(Bounds.to(instant(above.subtract(BigInteger.ONE))));
            case LESS_OR_EQUAL -> new RecordFilter.Arrivals(Bounds.to(instant(below)));
            case GREATER -> new RecordFilter.Arrivals(Bounds.from(instant(below.add(BigInteger.ONE))));
            case GREATER_OR_EQUAL -> new RecordFilter.Arrivals(Bounds.from(instant(above)));
        };
    }

    /** No record arrives outside of the years that have four digits. */
    private static Instant instant(BigInteger milliseconds) {
        return Instant.ofEpochMilli(milliseconds
                .max(BigInteger.valueOf(FIRST_MILLISECOND))
                .min(BigInteger.valueOf(LAST_MILLISECOND))
                .longValueExact());
    }
}
