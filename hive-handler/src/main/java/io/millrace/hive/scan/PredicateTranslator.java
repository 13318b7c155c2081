package io.millrace.hive.scan;

import io.millrace.filter.RecordFilter;
import io.millrace.hive.table.MetadataColumn;
import io.millrace.read.FieldCondition;
import io.millrace.read.FieldCondition.Operator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.udf.UDFToDouble;
import org.apache.hadoop.hive.ql.udf.UDFToLong;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDF;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFBetween;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFBridge;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFIn;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPAnd;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqual;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualNS;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualOrGreaterThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualOrLessThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPGreaterThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPLessThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNot;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNotEqual;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNotEqualNS;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPOr;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFToDecimal;

/**
 * Turns a condition of Hive into what it says of where records lie and when they came. Whatever is not understood may be
 * true of any record, negated or not; a comparison with NULL is true of none. Immutable.
 */
final class PredicateTranslator {
    private final boolean byPartitionKey;

    /** @param byPartitionKey whether the hash of a partition key tells the shard */
    PredicateTranslator(boolean byPartitionKey) {
        this.byPartitionKey = byPartitionKey;
    }

    RecordFilter translate(ExprNodeDesc condition) {
        return translate(condition, false);
    }

    private RecordFilter translate(ExprNodeDesc condition, boolean negated) {
        if (!(condition instanceof ExprNodeGenericFuncDesc call)) {
            return RecordFilter.any();
        }
        GenericUDF function = call.getGenericUDF();
        List<ExprNodeDesc> parts = call.getChildren();
        if (function instanceof GenericUDFOPNot) {
            return translate(parts.get(0), !negated);
        }
        if (function instanceof GenericUDFOPAnd || function instanceof GenericUDFOPOr) {
            return (function instanceof GenericUDFOPAnd) == negated ? any(parts, negated) : all(parts, negated);
        }
        if (function instanceof GenericUDFIn) {
            return in(parts, negated);
        }
        if (function instanceof GenericUDFBetween) {
            return between(parts, negated);
        }
        return operator(function)
                .map(found -> negated ? found.negated() : found)
                .map(found -> comparison(found, parts.get(0), parts.get(1)))
                .orElse(RecordFilter.any());
    }

    private RecordFilter all(List<ExprNodeDesc> parts, boolean negated) {
        return parts.stream().map(part -> translate(part, negated)).reduce(RecordFilter.any(), RecordFilter::and);
    }

    private RecordFilter any(List<ExprNodeDesc> parts, boolean negated) {
        return parts.stream().map(part -> translate(part, negated)).reduce(RecordFilter.none(), RecordFilter::or);
    }

    private RecordFilter in(List<ExprNodeDesc> parts, boolean negated) {
        ExprNodeDesc column = parts.get(0);
        List<ExprNodeDesc> values = parts.subList(1, parts.size());
        return negated
                ? values.stream()
                        .map(value -> comparison(Operator.NOT_EQUAL, column, value))
                        .reduce(RecordFilter.any(), RecordFilter::and)
                : values.stream()
                        .map(value -> comparison(Operator.EQUAL, column, value))
                        .reduce(RecordFilter.none(), RecordFilter::or);
    }

    /** Its parts are whether it is a NOT BETWEEN, what is compared, and the two bounds. */
    private RecordFilter between(List<ExprNodeDesc> parts, boolean negated) {
        if (!(parts.get(0) instanceof ExprNodeConstantDesc invert) || !(invert.getValue() instanceof Boolean not)) {
            return RecordFilter.any();
        }
        ExprNodeDesc column = parts.get(1);
        return not == negated
                ? comparison(Operator.GREATER_OR_EQUAL, column, parts.get(2))
                        .and(comparison(Operator.LESS_OR_EQUAL, column, parts.get(3)))
                : comparison(Operator.LESS, column, parts.get(2))
                        .or(comparison(Operator.GREATER, column, parts.get(3)));
    }

    private RecordFilter comparison(Operator operator, ExprNodeDesc left, ExprNodeDesc right) {
        if (left instanceof ExprNodeConstantDesc) {
            return right instanceof ExprNodeConstantDesc
                    ? RecordFilter.any()
                    : comparison(operator.reversed(), right, left);
        }
        if (!(right instanceof ExprNodeConstantDesc constant)) {
            return RecordFilter.any();
        }
        return Compared.of(left)
                .filter(compared -> byPartitionKey || compared.column() != MetadataColumn.PARTITION_KEY)
                .map(compared -> constant.getValue() == null
                        ? RecordFilter.none()
                        : FieldCondition.of(
                                compared.column().field(), compared.asDouble(), operator, plain(constant.getValue())))
                .orElse(RecordFilter.any());
    }

    private static Object plain(Object constant) {
        return constant instanceof HiveDecimal decimal ? decimal.bigDecimalValue() : constant;
    }

    /** A metadata column as it is compared. */
    private record Compared(MetadataColumn column, boolean asDouble) {
        /** Empty for anything else, and for a conversion that may change the value. */
        static Optional<Compared> of(ExprNodeDesc node) {
            if (node instanceof ExprNodeColumnDesc column) {
                return MetadataColumn.named(column.getColumn()).map(named -> new Compared(named, false));
            }
            if (!(node instanceof ExprNodeGenericFuncDesc call)
                    || call.getChildren().size() != 1) {
                return Optional.empty();
            }
            Optional<Compared> inner = of(call.getChildren().get(0)).filter(compared -> !compared.asDouble());
            if (call.getGenericUDF() instanceof GenericUDFBridge bridge) {
                if (bridge.getUdfClass() == UDFToDouble.class) {
                    return inner.map(compared -> new Compared(compared.column(), true));
                }
                return bridge.getUdfClass() == UDFToLong.class ? inner.filter(Compared::isWhole) : Optional.empty();
            }
            // A number that the decimal has no room for becomes NULL, of which nothing is true.
            return call.getGenericUDF() instanceof GenericUDFToDecimal
                    ? inner.filter(Compared::isWhole)
                    : Optional.empty();
        }

        private boolean isWhole() {
            return column == MetadataColumn.TIMESTAMP;
        }
    }

    private static Optional<Operator> operator(GenericUDF function) {
        if (function instanceof GenericUDFOPEqualNS || function instanceof GenericUDFOPNotEqualNS) {
            // To these, NULL is a value like any other.
            return Optional.empty();
        }
        if (function instanceof GenericUDFOPEqual) {
            return Optional.of(Operator.EQUAL);
        }
        if (function instanceof GenericUDFOPNotEqual) {
            return Optional.of(Operator.NOT_EQUAL);
        }
        if (function instanceof GenericUDFOPLessThan) {
            return Optional.of(Operator.LESS);
        }
        if (function instanceof GenericUDFOPEqualOrLessThan) {
            return Optional.of(Operator.LESS_OR_EQUAL);
        }
        if (function instanceof GenericUDFOPGreaterThan) {
            return Optional.of(Operator.GREATER);
        }
        return function instanceof GenericUDFOPEqualOrGreaterThan
                ? Optional.of(Operator.GREATER_OR_EQUAL)
                : Optional.empty();
    }
}
