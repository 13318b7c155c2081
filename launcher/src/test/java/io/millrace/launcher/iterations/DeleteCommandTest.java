package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.IterationPlan;
import java.util.List;
import org.junit.Test;

/** What is removed, and what stays. */
public class DeleteCommandTest extends IterationsOnStream {
    @Test
    public void oldIterationsAreDeletedButNotTheNewestOne() {
        for (String text : List.of("zero", "one", "two")) {
            put(text);
            next("errors", true);
        }
        IterationPlan last = next("errors", true);

        assertThat(run("delete", "--before", "99", "--yes").exitCode()).isZero();

        assertThat(numbers("errors", last)).containsExactly(3L);
        assertThat(next("errors", false).key().number().value()).isEqualTo(4);
    }
}
