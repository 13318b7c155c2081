package io.millrace.hive.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.filter.Bounds;
import io.millrace.filter.HashKeys;
import io.millrace.filter.RecordFilter;
import io.millrace.filter.Scope;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.udf.UDFToDouble;
import org.apache.hadoop.hive.ql.udf.UDFToInteger;
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
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.junit.Test;

/** What conditions of Hive say of one shard, which holds numbers from 100 to 899 and the hash of "a". */
public class PredicateTranslatorTest {
    private static final Scope SHARD = new Scope(
            new ShardId("shardId-000000000001"),
            Optional.of(new HashKeys(HashKeys.hash("a"), HashKeys.hash("a"))),
            Bounds.of(number(100), number(899)),
            Bounds.all());
    private static final ExprNodeDesc KEY = column("__partition_key", TypeInfoFactory.stringTypeInfo);
    private static final ExprNodeDesc ID = column("__shard_id", TypeInfoFactory.stringTypeInfo);
    private static final ExprNodeDesc NUMBER = column("__sequence_number", TypeInfoFactory.stringTypeInfo);
    private static final ExprNodeDesc TIME = column("__timestamp", TypeInfoFactory.longTypeInfo);
    private static final ExprNodeDesc LINE = column("line", TypeInfoFactory.stringTypeInfo);
    private static final ExprNodeDesc UNKNOWN = call(new GenericUDFOPEqual(), LINE, constant("x"));
    private static final ExprNodeDesc MATCHING = call(new GenericUDFOPEqual(), KEY, constant("a"));
    private static final ExprNodeDesc OTHER = call(new GenericUDFOPEqual(), KEY, constant("b"));

    private static SequenceNumber number(long value) {
        return new SequenceNumber(BigInteger.valueOf(value));
    }

    private static ExprNodeDesc column(String name, TypeInfo type) {
        return new ExprNodeColumnDesc(type, name, "t", false);
    }

    private static ExprNodeDesc constant(Object value) {
        return new ExprNodeConstantDesc(value);
    }

    private static ExprNodeDesc nothing() {
        return new ExprNodeConstantDesc(TypeInfoFactory.stringTypeInfo, null);
    }

    private static ExprNodeDesc call(GenericUDF function, ExprNodeDesc... parts) {
        return new ExprNodeGenericFuncDesc(
                TypeInfoFactory.booleanTypeInfo, function, "f", new ArrayList<>(List.of(parts)));
    }

    private static ExprNodeDesc cast(Class<?> to, ExprNodeDesc what) {
        return call(new GenericUDFBridge(to.getSimpleName(), false, to.getName()), what);
    }

    private static ExprNodeDesc not(ExprNodeDesc what) {
        return call(new GenericUDFOPNot(), what);
    }

    private static RecordFilter translate(ExprNodeDesc condition) {
        return new PredicateTranslator(true).translate(condition);
    }

    private static Optional<Scope> left(ExprNodeDesc condition) {
        return translate(condition).narrow(SHARD);
    }

    private static void all(ExprNodeDesc condition) {
        assertThat(left(condition)).as(condition.getExprString()).contains(SHARD);
    }

    private static void none(ExprNodeDesc condition) {
        assertThat(left(condition)).as(condition.getExprString()).isEmpty();
    }

    private static void numbers(long from, long to, ExprNodeDesc condition) {
        assertThat(left(condition).map(Scope::numbers))
                .as(condition.getExprString())
                .contains(Bounds.of(number(from), number(to)));
    }

    private static void times(Long from, Long to, ExprNodeDesc condition) {
        assertThat(left(condition).map(Scope::arrivals))
                .as(condition.getExprString())
                .contains(new Bounds<>(
                        Optional.ofNullable(from).map(Instant::ofEpochMilli),
                        Optional.ofNullable(to).map(Instant::ofEpochMilli)));
    }

    @Test
    public void partitionKeysAreKnownByTheirHash() {
        all(MATCHING);
        none(OTHER);
        none(call(new GenericUDFOPEqual(), constant("b"), KEY));
        all(call(new GenericUDFIn(), KEY, constant("b"), constant("a")));
        none(call(new GenericUDFIn(), KEY, constant("b"), constant("c")));
        all(call(new GenericUDFOPNotEqual(), KEY, constant("a")));
        all(call(new GenericUDFOPLessThan(), KEY, constant("A")));
        assertThat(new PredicateTranslator(false).translate(OTHER)).isSameAs(RecordFilter.any());
    }

    @Test
    public void whatIsNotUnderstoodCountsForNothingInAndAndForAllInOr() {
        none(call(new GenericUDFOPAnd(), UNKNOWN, OTHER));
        all(call(new GenericUDFOPOr(), UNKNOWN, OTHER));
        all(not(UNKNOWN));
        all(call(new GenericUDFOPEqual(), call(new GenericUDFUpper(), KEY), constant("B")));
        all(call(new GenericUDFOPEqual(), KEY, LINE));
        assertThat(translate(call(new GenericUDFOPAnd(), UNKNOWN, UNKNOWN))).isSameAs(RecordFilter.any());
    }

    @Test
    public void aNegationTurnsEachPart() {
        none(not(call(new GenericUDFOPNotEqual(), ID, constant("another"))));
        all(not(call(new GenericUDFOPEqual(), ID, constant("another"))));
        none(not(call(new GenericUDFOPEqual(), ID, constant(SHARD.shard().value()))));
        // NOT (unknown AND id <> mine) is: NOT unknown, or id = mine.
        all(not(call(new GenericUDFOPAnd(), UNKNOWN, call(new GenericUDFOPNotEqual(), ID, constant("another")))));
        none(not(call(new GenericUDFOPOr(), UNKNOWN, call(new GenericUDFOPNotEqual(), ID, constant("another")))));
        none(not(call(
                new GenericUDFIn(),
                ID,
                constant("another"),
                constant(SHARD.shard().value()))));
        times(5L, null, not(call(new GenericUDFOPLessThan(), TIME, constant(5L))));
    }

    @Test
    public void aComparisonWithNullIsTrueOfNothing() {
        none(call(new GenericUDFOPEqual(), KEY, nothing()));
        none(not(call(new GenericUDFOPEqual(), KEY, nothing())));
        none(not(call(new GenericUDFIn(), ID, constant("another"), nothing())));
        all(call(new GenericUDFIn(), KEY, constant("a"), nothing()));
        all(not(call(new GenericUDFOPEqualNS(), KEY, nothing())));
        all(call(new GenericUDFOPNotEqualNS(), KEY, nothing()));
    }

    @Test
    public void shardIdsAreComparedAsTexts() {
        String id = SHARD.shard().value();
        none(call(new GenericUDFOPLessThan(), ID, constant(id)));
        all(call(new GenericUDFOPEqualOrLessThan(), ID, constant(id)));
        none(call(new GenericUDFOPGreaterThan(), ID, constant(id)));
        all(call(new GenericUDFOPGreaterThan(), constant(id + "0"), ID));
        all(call(new GenericUDFBetween(), constant(false), ID, constant(id), constant(id)));
        none(call(new GenericUDFBetween(), constant(true), ID, constant("a"), constant("z")));
        all(not(call(new GenericUDFBetween(), constant(true), ID, constant("a"), constant("z"))));
    }

    @Test
    public void sequenceNumbersAreComparedAsTexts() {
        numbers(250, 250, call(new GenericUDFOPEqual(), NUMBER, constant("250")));
        none(call(new GenericUDFOPEqual(), NUMBER, constant("0250")));
        none(call(new GenericUDFOPEqual(), NUMBER, constant("many")));
        none(call(new GenericUDFOPEqual(), NUMBER, constant("99")));
        numbers(250, 899, call(new GenericUDFOPGreaterThan(), NUMBER, constant("25")));
        numbers(251, 899, call(new GenericUDFOPGreaterThan(), NUMBER, constant("250")));
        numbers(251, 899, call(new GenericUDFOPEqualOrGreaterThan(), NUMBER, constant("2500")));
        numbers(100, 250, call(new GenericUDFOPLessThan(), NUMBER, constant("2500")));
        numbers(100, 249, call(new GenericUDFOPLessThan(), NUMBER, constant("250")));
        numbers(200, 300, call(new GenericUDFBetween(), constant(false), NUMBER, constant("200"), constant("300")));
        all(call(new GenericUDFOPGreaterThan(), NUMBER, constant("#")));
        all(call(new GenericUDFOPGreaterThan(), NUMBER, constant(500L)));
        numbers(499, 501, call(new GenericUDFOPEqual(), cast(UDFToDouble.class, NUMBER), constant(500.0)));
        numbers(499, 899, call(new GenericUDFOPGreaterThan(), cast(UDFToDouble.class, NUMBER), constant(500.0)));
    }

    @Test
    public void timesAreWholeMilliseconds() {
        times(7L, 7L, call(new GenericUDFOPEqual(), TIME, constant(7L)));
        times(null, 6L, call(new GenericUDFOPLessThan(), TIME, constant(7L)));
        times(8L, null, call(new GenericUDFOPGreaterThan(), TIME, constant(7)));
        times(null, 7L, call(new GenericUDFOPEqualOrGreaterThan(), constant(7L), TIME));
        times(5L, 7L, call(new GenericUDFBetween(), constant(false), TIME, constant(5L), constant(7L)));
        times(
                8L,
                null,
                call(
                        new GenericUDFOPGreaterThan(),
                        TIME,
                        new ExprNodeConstantDesc(TypeInfoFactory.getDecimalTypeInfo(2, 1), HiveDecimal.create("7.5"))));
        times(8L, null, call(new GenericUDFOPGreaterThan(), cast(UDFToDouble.class, TIME), constant(7.5)));
        times(null, 7L, call(new GenericUDFOPLessThan(), cast(UDFToDouble.class, TIME), constant(7.5)));
        times(8L, null, call(new GenericUDFOPGreaterThan(), cast(UDFToLong.class, TIME), constant(7L)));
        none(call(new GenericUDFOPEqual(), cast(UDFToDouble.class, TIME), constant(7.5)));
        all(call(new GenericUDFOPGreaterThan(), cast(UDFToDouble.class, TIME), constant(1e17)));
        all(call(new GenericUDFOPGreaterThan(), cast(UDFToInteger.class, TIME), constant(7)));
        assertThat(left(call(new GenericUDFOPLessThan(), TIME, constant(Long.MAX_VALUE))))
                .as("no overflow")
                .isPresent();
    }
}
