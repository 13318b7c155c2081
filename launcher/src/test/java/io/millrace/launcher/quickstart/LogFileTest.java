package io.millrace.launcher.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.launcher.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LogFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void lines_are_counted_by_status_and_malformed_ones_for_themselves() throws IOException {
        LogFile log = count(
                "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"agent\"",
                "192.0.2.1 - - [17/May/2015:10:05:04 +0000] \"GET /a \\\"b\\\" HTTP/1.1\" 404 - \"-\" \"agent\"",
                "",
                "GET / HTTP/1.1");

        assertThat(log.lines()).isEqualTo(4);
        assertThat(log.usable()).isEqualTo(3);
        assertThat(log.statuses()).isEqualTo(Map.of("200", 1L, "404", 1L, LogFile.MALFORMED, 1L));
    }

    @Test
    public void the_sample_has_errors_and_malformed_lines() throws IOException {
        LogFile sample = LogFile.count(LogFile.sample());

        assertThat(sample.usable()).isEqualTo(2000);
        assertThat(sample.statuses())
                .containsEntry("404", 167L)
                .containsEntry("500", 70L)
                .containsEntry("503", 43L)
                .containsEntry(LogFile.MALFORMED, 5L);
    }

    @Test
    public void a_log_without_lines_is_refused() {
        assertThatThrownBy(() -> count("one line"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("at least 2");
    }

    @Test
    public void a_file_that_is_no_log_is_refused_with_an_example_of_one() {
        assertThatThrownBy(() -> count("<project>", "</project>"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none of the 2 lines")
                .hasMessageContaining("combined log format");
    }

    @Test
    public void a_gzip_file_that_is_cut_off_is_named() throws IOException {
        byte[] cut = {0x1f, (byte) 0x8b, 8};
        Path file = Files.write(folder.newFile().toPath(), cut);

        assertThatThrownBy(() -> LogFile.count(file))
                .isInstanceOf(UserError.class)
                .hasMessage("cannot read '" + file + "': it ends too early");
    }

    private LogFile count(String... lines) throws IOException {
        return LogFile.count(Files.write(folder.newFile().toPath(), List.of(lines)));
    }
}
