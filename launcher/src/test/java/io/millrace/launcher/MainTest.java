package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.Test;
import picocli.CommandLine;

public class MainTest {
    /** Such as a disk that is full. */
    private static final class Broken extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    @Test
    public void output_that_is_lost_is_a_failure() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(new Broken(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(err, true));

        assertThat(Main.run(commandLine, "stream", "--help")).isEqualTo(1);
        assertThat(err.toString()).contains("standard output did not take all of it");
    }
}
