package io.millrace.launcher.put;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class PutProgressTest {
    private final StringWriter out = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    @Test
    public void a_terminal_gets_one_line_that_is_written_over() {
        PutProgress progress = progress(true);
        tick(progress, Duration.ofSeconds(1), 1000);
        tick(progress, Duration.ofSeconds(1), 3000);
        progress.end();

        assertThat(out.toString())
                .contains("\r1,000 records (0.2 MB) in 1.0 s, 1,000 records/s")
                .contains("\r3,000 records (0.2 MB) in 2.0 s, 1,500 records/s")
                .doesNotContain("\n");
    }

    @Test
    public void elsewhere_a_line_is_shown_now_and_then() {
        PutProgress progress = progress(false);
        for (int second = 0; second < 25; second++) {
            tick(progress, Duration.ofSeconds(1), second);
        }
        progress.end();

        assertThat(out.toString().lines()).hasSize(2).noneMatch(line -> line.contains("\r"));
    }

    private PutProgress progress(boolean terminal) {
        return new PutProgress(new PrintWriter(out), terminal, clock::get);
    }

    private void tick(PutProgress progress, Duration time, long records) {
        clock.addAndGet(time.toNanos());
        progress.show(new PutSummary(records, 200_000, 0, 0, 0));
    }
}
