package io.millrace.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AccessLogTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theDayIsPutIntoTheName() throws IOException {
        Path root = folder.getRoot().toPath();
        Instant before = Instant.now();
        try (AccessLog log =
                AccessLog.open(root.resolve("access-yyyy_mm_dd.log").toString())) {
            log.finished(request("/metrics"));
        }

        Path only;
        try (Stream<Path> files = Files.list(root)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            only = all.get(0);
        }
        // Midnight may have been in between.
        assertThat(only.getFileName().toString())
                .isIn("access-" + day(before) + ".log", "access-" + day(Instant.now()) + ".log");
        assertThat(Files.readString(only)).contains("\"operation\":\"/metrics\"");
    }

    @Test
    public void whatIsThereIsAddedTo() throws IOException {
        Path file = folder.getRoot().toPath().resolve("access.log");
        for (String operation : List.of("first", "second")) {
            try (AccessLog log = AccessLog.open(file.toString())) {
                log.finished(request(operation));
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    public void aFileThatCannotBeWrittenIsNamed() {
        String file = folder.getRoot().toPath().resolve("none/access.log").toString();
        assertThatThrownBy(() -> AccessLog.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write the access log " + file);
    }

    private static String day(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy_MM_dd").format(time.atOffset(ZoneOffset.UTC));
    }

    private static FinishedRequest request(String operation) {
        return new FinishedRequest(
                Instant.now(), "127.0.0.1", "HTTP/1.1", null, operation, null, 200, null, 0, 0, 1, null);
    }
}
