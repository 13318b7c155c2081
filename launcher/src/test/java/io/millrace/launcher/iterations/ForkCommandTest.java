package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.IterationPlan;
import org.junit.Test;

/** Where the fork goes on. */
public class ForkCommandTest extends IterationsOnStream {
    @Test
    public void aForkGoesOnWhereTheOriginalIs() {
        put("zero");
        next("errors", true);
        String one = put("one");
        next("errors", false);

        assertThat(run("fork", "--as", "trial", "--logical-name", "errors").exitCode())
                .isZero();

        IterationPlan forked = next("trial", true);
        assertThat(forked.key().number().value()).isEqualTo(1);
        assertThat(ranges(forked)).containsExactly(range(one, one));
        String two = put("two");
        assertThat(ranges(next("trial", true))).containsExactly(range(two, two));
        assertThat(next("errors", false).key().number().value()).isEqualTo(1);
    }
}
