package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.launcher.Cli;
import org.junit.Test;

/** What going back gives the next iteration, and what it asks for. */
public class RewindCommandTest extends IterationsOnStream {
    @Test
    public void afterARewindTheNextIterationHoldsAllThatWasPutSince() {
        put("zero");
        next("errors", true);
        String one = put("one");
        next("errors", true);
        String two = put("two");
        IterationPlan last = next("errors", true);

        Cli dry = run("rewind", "--to", "0", "--dry-run");
        assertThat(dry.out()).contains("would remove").contains("committed");
        assertThat(numbers("errors", last)).containsExactly(0L, 1L, 2L);

        assertThat(run("rewind", "--to", "0", "--yes").exitCode()).isZero();

        assertThat(numbers("errors", last)).containsExactly(0L);
        IterationPlan again = next("errors", true);
        assertThat(again.key().number().value()).isEqualTo(1);
        assertThat(ranges(again)).containsExactly(range(one, two));
    }

    @Test
    public void nothingIsRemovedWithoutConsent() {
        put("zero");
        next("errors", true);

        Cli rewind = run("rewind", "--to", "0");

        assertThat(rewind.exitCode()).isEqualTo(2);
        assertThat(rewind.err()).contains("--yes").contains("--dry-run");
        Cli missing = run("rewind", "--to", "5", "--yes");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("iteration 5").contains("is only iteration 0");
    }

    @Test
    public void aReaderMustBeNamedWhereThereAreSeveral() {
        put("zero");
        next("errors", true);
        next("audit", true);

        Cli rewind = run("rewind", "--to", "0", "--yes");

        assertThat(rewind.exitCode()).isEqualTo(1);
        assertThat(rewind.err()).contains("--logical-name errors").contains("--logical-name audit");
    }
}
