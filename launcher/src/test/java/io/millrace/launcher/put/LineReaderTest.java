package io.millrace.launcher.put;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.launcher.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LineReaderTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void line_ends_of_both_kinds_are_left_out() throws IOException {
        assertThat(lines("one\ntwo\r\n\nfour".getBytes(UTF_8))).containsExactly("one", "two", "", "four");
    }

    @Test
    public void a_last_line_end_begins_no_further_line() throws IOException {
        assertThat(lines("one\n".getBytes(UTF_8))).containsExactly("one");
        assertThat(lines(new byte[0])).isEmpty();
    }

    @Test
    public void bytes_that_are_no_text_stay_as_they_are() throws IOException {
        byte[] bytes = {(byte) 0xff, 0, '\r', (byte) 0xc3, '\n'};

        Optional<Line> line = new LineReader(new ByteArrayInputStream(bytes), 100).next();

        assertThat(line.orElseThrow().bytes()).containsExactly(0xff, 0, '\r', 0xc3);
    }

    @Test
    public void a_pipe_is_read_as_a_file_is() throws Exception {
        Path pipe = folder.getRoot().toPath().resolve("pipe");
        Assume.assumeTrue(
                "a system with mkfifo",
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, "one\ntwo\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();

        try (LineReader reader = LineReader.open(pipe, 100)) {
            assertThat(reader.next().orElseThrow().bytes()).isEqualTo("one".getBytes(UTF_8));
            assertThat(reader.ready()).isTrue();
            assertThat(reader.next().orElseThrow().bytes()).isEqualTo("two".getBytes(UTF_8));
            assertThat(reader.ready()).isFalse();
            assertThat(reader.next()).isEmpty();
        }
        writer.join();
    }

    @Test
    public void gzip_is_known_by_its_first_bytes() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("one\ntwo\n".getBytes(UTF_8));
        }

        assertThat(lines(packed.toByteArray())).containsExactly("one", "two");
    }

    @Test
    public void a_line_above_the_bound_is_cut_just_above_it() throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream("12345678\nnext".getBytes(UTF_8)), 3);

        assertThat(reader.next().orElseThrow().bytes()).hasSizeGreaterThan(3);
        assertThat(reader.next().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    public void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> LineReader.open(Path.of("no-such.log"), 100))
                .isInstanceOf(UserError.class)
                .hasMessage("'no-such.log' is not a file that can be read");
    }

    private static List<String> lines(byte[] input) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(input), 100);
        List<String> lines = new ArrayList<>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(new String(line.get().bytes(), ISO_8859_1));
        }
        return lines;
    }
}
