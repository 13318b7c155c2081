package io.millrace.hive.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationSelection;
import io.millrace.checkpoint.LogicalName;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.hive.ql.io.sarg.PredicateLeaf;
import org.apache.hadoop.hive.ql.io.sarg.SearchArgument;
import org.apache.hadoop.hive.ql.io.sarg.SearchArgumentFactory;
import org.junit.Test;

/** What is made of a condition: never less than it lets through. */
public class IterationPredicateTest {
    private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks";

    private static SearchArgument.Builder condition() {
        return SearchArgumentFactory.newBuilder();
    }

    private static List<IterationSelection> selections(SearchArgument.Builder condition) {
        return IterationPredicate.of(condition.build()).selections();
    }

    private static IterationSelection numbers(long from, long to) {
        return new IterationSelection(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new IterationNumber(from),
                new IterationNumber(to));
    }

    @Test
    public void numbersAreBoundedByEachComparison() {
        assertThat(selections(condition().equals("iteration", PredicateLeaf.Type.LONG, 7L)))
                .containsExactly(numbers(7, 7));
        assertThat(selections(condition().lessThan("iteration", PredicateLeaf.Type.LONG, 7L)))
                .containsExactly(numbers(0, 6));
        assertThat(selections(condition().lessThanEquals("iteration", PredicateLeaf.Type.LONG, 7L)))
                .containsExactly(numbers(0, 7));
        assertThat(selections(condition()
                        .startNot()
                        .lessThan("iteration", PredicateLeaf.Type.LONG, 7L)
                        .end()))
                .containsExactly(numbers(7, Long.MAX_VALUE));
        assertThat(selections(condition()
                        .startNot()
                        .lessThanEquals("iteration", PredicateLeaf.Type.LONG, 7L)
                        .end()))
                .containsExactly(numbers(8, Long.MAX_VALUE));
        assertThat(selections(condition().between("iteration", PredicateLeaf.Type.LONG, 3L, 5L)))
                .containsExactly(numbers(3, 5));
        assertThat(selections(condition().in("iteration", PredicateLeaf.Type.LONG, 9L, 2L, 4L)))
                .containsExactly(numbers(2, 9));
        assertThat(selections(condition().lessThan("iteration", PredicateLeaf.Type.LONG, 0L)))
                .isEmpty();
        assertThat(selections(condition().lessThan("iteration", PredicateLeaf.Type.LONG, Long.MIN_VALUE)))
                .isEmpty();
        assertThat(selections(condition()
                        .startNot()
                        .lessThanEquals("iteration", PredicateLeaf.Type.LONG, Long.MAX_VALUE)
                        .end()))
                .isEmpty();
    }

    @Test
    public void eachLogicalNameIsASelectionOfItsOwn() {
        IterationSelection ofClicks = new IterationSelection(
                Optional.empty(), Optional.of(ARN), Optional.empty(), IterationNumber.ZERO, IterationSelection.LAST);
        assertThat(selections(condition()
                        .startAnd()
                        .in("logical_name", PredicateLeaf.Type.STRING, "errors", "archive", "#")
                        .equals("stream_arn", PredicateLeaf.Type.STRING, ARN)
                        .end()))
                .containsExactly(ofClicks.of(new LogicalName("errors")), ofClicks.of(new LogicalName("archive")));
        Object[] many = IntStream.range(0, 1000).mapToObj(i -> "reader-" + i).toArray();
        assertThat(selections(condition().in("logical_name", PredicateLeaf.Type.STRING, many)))
                .containsExactly(IterationSelection.ALL);
    }

    @Test
    public void aColumnIsRestrictedOnlyWhereEachAlternativeRestrictsIt() {
        assertThat(selections(condition()
                        .startOr()
                        .equals("logical_name", PredicateLeaf.Type.STRING, "errors")
                        .equals("iteration", PredicateLeaf.Type.LONG, 3L)
                        .end()))
                .containsExactly(IterationSelection.ALL);
        assertThat(selections(condition()
                        .startOr()
                        .equals("logical_name", PredicateLeaf.Type.STRING, "errors")
                        .equals("logical_name", PredicateLeaf.Type.STRING, "archive")
                        .end()))
                .containsExactly(
                        IterationSelection.ALL.of(new LogicalName("errors")),
                        IterationSelection.ALL.of(new LogicalName("archive")));
    }

    @Test
    public void whatExcludesItselfSelectsNothing() {
        assertThat(selections(condition()
                        .startAnd()
                        .equals("logical_name", PredicateLeaf.Type.STRING, "errors")
                        .equals("logical_name", PredicateLeaf.Type.STRING, "archive")
                        .end()))
                .isEmpty();
    }

    @Test
    public void whatIsNotUnderstoodRestrictsNothing() {
        assertThat(selections(condition()
                        .startNot()
                        .equals("logical_name", PredicateLeaf.Type.STRING, "errors")
                        .end()))
                .containsExactly(IterationSelection.ALL);
        assertThat(selections(condition()
                        .startNot()
                        .in("iteration", PredicateLeaf.Type.LONG, 1L, 2L)
                        .end()))
                .containsExactly(IterationSelection.ALL);
        assertThat(selections(condition().isNull("iteration", PredicateLeaf.Type.LONG)))
                .containsExactly(IterationSelection.ALL);
        assertThat(selections(condition().equals("shard_id", PredicateLeaf.Type.STRING, "shardId-000000000000")))
                .containsExactly(IterationSelection.ALL);
    }
}
