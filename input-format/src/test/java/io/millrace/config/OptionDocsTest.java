package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public final class OptionDocsTest {
    private static final Path PAGE = Path.of(System.getProperty("millrace.root"), "docs", "configuration.md");

    @Test
    public void thePageSaysWhatTheOptionsSay() throws IOException {
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, OptionDocs.page());
        }

        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md is out of date; the comment at its beginning says how to make it anew")
                .isEqualTo(OptionDocs.page());
    }

    @Test
    public void everyOptionIsOnThePage() throws ReflectiveOperationException {
        for (java.lang.reflect.Field field : KinesisOptions.class.getFields()) {
            if (field.get(null) instanceof Option<?> option) {
                assertThat(OptionDocs.page()).contains("## `" + option.key() + "`");
                assertThat(KinesisOptions.ALL).contains(option);
            }
        }
    }
}
