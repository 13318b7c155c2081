package io.millrace.pig;

import io.millrace.filter.RecordFilter;
import io.millrace.read.FieldCondition;
import io.millrace.read.FieldCondition.Operator;
import io.millrace.read.RecordField;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pig.Expression;
import org.apache.pig.Expression.BinaryExpression;
import org.apache.pig.Expression.Column;
import org.apache.pig.Expression.Const;
import org.apache.pig.Expression.OpType;

/**
 * What a script's FILTER asks of where records lie and when they came, in a form that travels with the job. What is not
 * understood may be true of any record. Immutable.
 */
sealed interface PushedCondition extends Serializable {
    /** Where and when; the place within an aggregated record tells nothing of what to read. */
    Set<RecordField> FIELDS =
            Set.of(RecordField.PARTITION_KEY, RecordField.SHARD_ID, RecordField.SEQUENCE_NUMBER, RecordField.TIMESTAMP);

    Map<OpType, Operator> OPERATORS = Map.of(
            OpType.OP_EQ, Operator.EQUAL,
            OpType.OP_NE, Operator.NOT_EQUAL,
            OpType.OP_LT, Operator.LESS,
            OpType.OP_LE, Operator.LESS_OR_EQUAL,
            OpType.OP_GT, Operator.GREATER,
            OpType.OP_GE, Operator.GREATER_OR_EQUAL);

    /**
     * What it leaves to be read.
     *
     * @param byPartitionKey whether the hash of a partition key tells the shard
     */
    RecordFilter filter(boolean byPartitionKey);

    /** Whether conditions on a field of this name can be of use. */
    static boolean isOf(String field) {
        return RecordField.named(field).filter(FIELDS::contains).isPresent();
    }

    /** The operations that Pig may hand over. */
    static List<OpType> supported() {
        return List.of(
                OpType.OP_EQ,
                OpType.OP_NE,
                OpType.OP_LT,
                OpType.OP_LE,
                OpType.OP_GT,
                OpType.OP_GE,
                OpType.OP_AND,
                OpType.OP_OR);
    }

    static PushedCondition of(Expression expression) {
        if (!(expression instanceof BinaryExpression binary)) {
            return new Unknown();
        }
        OpType type = binary.getOpType();
        if (type == OpType.OP_AND) {
            return new And(of(binary.getLhs()), of(binary.getRhs()));
        }
        if (type == OpType.OP_OR) {
            return new Or(of(binary.getLhs()), of(binary.getRhs()));
        }
        return Optional.ofNullable(OPERATORS.get(type))
                .flatMap(operator -> comparison(operator, binary.getLhs(), binary.getRhs())
                        .or(() -> comparison(operator.reversed(), binary.getRhs(), binary.getLhs())))
                .orElse(new Unknown());
    }

    private static Optional<PushedCondition> comparison(Operator operator, Expression left, Expression right) {
        return left instanceof Column column
                        && right instanceof Const constant
                        && constant.getValue() instanceof Serializable value
                ? RecordField.named(column.getName()).map(field -> new Comparison(field, operator, value))
                : Optional.empty();
    }

    /** Says nothing. */
    record Unknown() implements PushedCondition {
        @Override
        public RecordFilter filter(boolean byPartitionKey) {
            return RecordFilter.any();
        }
    }

    /** Both. */
    record And(PushedCondition left, PushedCondition right) implements PushedCondition {
        @Override
        public RecordFilter filter(boolean byPartitionKey) {
            return left.filter(byPartitionKey).and(right.filter(byPartitionKey));
        }
    }

    /** One or both. */
    record Or(PushedCondition left, PushedCondition right) implements PushedCondition {
        @Override
        public RecordFilter filter(boolean byPartitionKey) {
            return left.filter(byPartitionKey).or(right.filter(byPartitionKey));
        }
    }

    /** A field and a constant, which is not null. */
    record Comparison(RecordField field, Operator operator, Serializable constant) implements PushedCondition {
        @Override
        public RecordFilter filter(boolean byPartitionKey) {
            return field == RecordField.PARTITION_KEY && !byPartitionKey
                    ? RecordFilter.any()
                    : FieldCondition.of(field, false, operator, constant);
        }
    }
}
