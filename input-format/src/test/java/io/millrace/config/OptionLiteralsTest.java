package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** Keys are spelled in one class only, in every module that users configure. */
public final class OptionLiteralsTest {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root"));
    private static final List<String> MODULES = List.of("input-format", "hive-handler", "pig-loader", "checkpoint");

    @Test
    public void onlyTheOptionsSpellKeys() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : MODULES) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        if (Files.readString(file).contains("\"kinesis.")) {
                            found.add(file.getFileName().toString());
                        }
                    }
                }
            }
        }

        assertThat(found).containsExactly("KinesisOptions.java");
    }
}
