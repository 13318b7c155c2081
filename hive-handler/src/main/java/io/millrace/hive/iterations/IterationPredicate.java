package io.millrace.hive.iterations;

import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationSelection;
import io.millrace.checkpoint.LogicalName;
import io.millrace.config.StoredIterationsConfig;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.io.sarg.ConvertAstToSearchArg;
import org.apache.hadoop.hive.ql.io.sarg.ExpressionTree;
import org.apache.hadoop.hive.ql.io.sarg.PredicateLeaf;
import org.apache.hadoop.hive.ql.io.sarg.SearchArgument;

/**
 * What is known of the iterations that a query wants: for each column either the values that it may have, or nothing. Hive
 * filters the rows all the same, so this may let through more than the query's condition does, never less. Immutable.
 *
 * @param readers the logical names; empty: any
 * @param arns the ARNs of streams; empty: any
 * @param names the names of streams; empty: any
 * @param from the lowest number, inclusive
 * @param to the highest number, inclusive
 */
record IterationPredicate(
        Optional<Set<String>> readers, Optional<Set<String>> arns, Optional<Set<String>> names, long from, long to) {

    static final IterationPredicate ANY =
            new IterationPredicate(Optional.empty(), Optional.empty(), Optional.empty(), 0, Long.MAX_VALUE);

    /** More logical names than this are looked for by a scan, instead of by a query each. */
    private static final int QUERIES = 100;

    /** What Hive tells, in the configuration of a job, of the condition on the table whose splits are made. */
    static IterationPredicate in(Configuration job) {
        SearchArgument argument =
                ConvertAstToSearchArg.canCreateFromConf(job) ? ConvertAstToSearchArg.createFromConf(job) : null;
        return argument == null ? ANY : of(argument);
    }

    static IterationPredicate of(SearchArgument argument) {
        return of(argument.getExpression(), argument.getLeaves());
    }

    /** What a table's properties say. */
    static IterationPredicate of(StoredIterationsConfig table) {
        Optional<String> arn = table.stream().flatMap(stream -> stream.arn());
        return new IterationPredicate(
                table.reader().map(LogicalName::value).map(Set::of),
                arn.map(Set::of),
                table.stream().map(stream -> stream.name()).map(Set::of),
                0,
                Long.MAX_VALUE);
    }

    /** As few selections as possible, which together have all the iterations that may be wanted. */
    List<IterationSelection> selections() {
        if (from > to || isNothing(readers) || isNothing(arns) || isNothing(names)) {
            return List.of();
        }
        IterationSelection ofAll = new IterationSelection(
                Optional.empty(), only(arns), only(names), new IterationNumber(from), new IterationNumber(to));
        return readers.filter(some -> some.size() <= QUERIES)
                .map(some -> some.stream()
                        .flatMap(name -> logicalName(name).stream())
                        .map(ofAll::of)
                        .toList())
                .orElse(List.of(ofAll));
    }

    private static boolean isNothing(Optional<Set<String>> values) {
        return values.filter(Set::isEmpty).isPresent();
    }

    private static Optional<String> only(Optional<Set<String>> values) {
        return values.filter(some -> some.size() == 1)
                .map(some -> some.iterator().next());
    }

    private static Optional<LogicalName> logicalName(String text) {
        try {
            return Optional.of(new LogicalName(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no reader has that name
        }
    }

    /** Iterations that both let through. */
    IterationPredicate and(IterationPredicate other) {
        return new IterationPredicate(
                common(readers, other.readers),
                common(arns, other.arns),
                common(names, other.names),
                Math.max(from, other.from),
                Math.min(to, other.to));
    }

    private static Optional<Set<String>> common(Optional<Set<String>> one, Optional<Set<String>> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        Set<String> both = new LinkedHashSet<>(one.get());
        both.retainAll(other.get());
        return Optional.of(both);
    }

    /** Iterations that one or the other lets through, and perhaps more. */
    private IterationPredicate or(IterationPredicate other) {
        return new IterationPredicate(
                all(readers, other.readers),
                all(arns, other.arns),
                all(names, other.names),
                Math.min(from, other.from),
                Math.max(to, other.to));
    }

    private static Optional<Set<String>> all(Optional<Set<String>> one, Optional<Set<String>> other) {
        return one.flatMap(first -> other.map(second -> {
            Set<String> all = new LinkedHashSet<>(first);
            all.addAll(second);
            return all;
        }));
    }

    private static IterationPredicate of(ExpressionTree tree, List<PredicateLeaf> leaves) {
        Function<ExpressionTree, IterationPredicate> inner = child -> of(child, leaves);
        return switch (tree.getOperator()) {
            case AND -> tree.getChildren().stream().map(inner).reduce(ANY, IterationPredicate::and);
            case OR ->
                tree.getChildren().stream()
                        .map(inner)
                        .reduce(IterationPredicate::or)
                        .orElse(ANY);
            case NOT -> not(tree.getChildren().get(0), leaves);
            case LEAF -> of(leaves.get(tree.getLeaf()));
            case CONSTANT -> ANY;
        };
    }

    private static IterationPredicate of(PredicateLeaf leaf) {
        return switch (leaf.getOperator()) {
            case EQUALS, NULL_SAFE_EQUALS -> among(leaf, Collections.singletonList(leaf.getLiteral()));
            case IN -> among(leaf, leaf.getLiteralList());
            case BETWEEN ->
                isNumber(leaf, leaf.getLiteralList())
                        ? numbers((Long) leaf.getLiteralList().get(0), (Long)
                                leaf.getLiteralList().get(1))
                        : ANY;
            case LESS_THAN -> limit(leaf, limit -> numbers(0, limit == Long.MIN_VALUE ? limit : limit - 1));
            case LESS_THAN_EQUALS -> limit(leaf, limit -> numbers(0, limit));
            case IS_NULL -> ANY;
        };
    }

    /** Hive says "greater" as "not less or equal". */
    private static IterationPredicate not(ExpressionTree tree, List<PredicateLeaf> leaves) {
        if (tree.getOperator() != ExpressionTree.Operator.LEAF) {
            return ANY;
        }
        PredicateLeaf leaf = leaves.get(tree.getLeaf());
        return switch (leaf.getOperator()) {
            case LESS_THAN -> limit(leaf, limit -> numbers(limit, Long.MAX_VALUE));
            case LESS_THAN_EQUALS ->
                limit(leaf, limit -> limit == Long.MAX_VALUE ? numbers(1, 0) : numbers(limit + 1, Long.MAX_VALUE));
            default -> ANY;
        };
    }

    private static IterationPredicate numbers(long from, long to) {
        return ANY.and(new IterationPredicate(Optional.empty(), Optional.empty(), Optional.empty(), from, to));
    }

    private static IterationPredicate limit(PredicateLeaf leaf, Function<Long, IterationPredicate> meaning) {
        List<Object> literals = Collections.singletonList(leaf.getLiteral());
        return isNumber(leaf, literals) ? meaning.apply((Long) leaf.getLiteral()) : ANY;
    }

    private static boolean isNumber(PredicateLeaf leaf, List<Object> literals) {
        return IterationColumn.ITERATION.column().equals(leaf.getColumnName())
                && !literals.isEmpty()
                && literals.stream().allMatch(Long.class::isInstance);
    }

    private static IterationPredicate among(PredicateLeaf leaf, List<Object> literals) {
        if (isNumber(leaf, literals)) {
            return literals.stream()
                    .map(Long.class::cast)
                    .map(number -> numbers(number, number))
                    .reduce(IterationPredicate::or)
                    .orElse(ANY);
        }
        if (literals.isEmpty() || !literals.stream().allMatch(String.class::isInstance)) {
            return ANY;
        }
        Set<String> texts = new LinkedHashSet<>();
        literals.forEach(literal -> texts.add((String) literal));
        Optional<Set<String>> values = Optional.of(texts);
        String column = leaf.getColumnName();
        return new IterationPredicate(
                values.filter(any -> IterationColumn.LOGICAL_NAME.column().equals(column)),
                values.filter(any -> IterationColumn.STREAM_ARN.column().equals(column)),
                values.filter(any -> IterationColumn.STREAM.column().equals(column)),
                0,
                Long.MAX_VALUE);
    }
}
