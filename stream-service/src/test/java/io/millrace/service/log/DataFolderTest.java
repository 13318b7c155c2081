package io.millrace.service.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DataFolderTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aSecondOwnerIsRefusedUntilTheFirstLetsGo() {
        Path root = folder.getRoot().toPath();
        DataFolder first = DataFolder.open(root);

        assertThatThrownBy(() -> DataFolder.open(root))
                .isInstanceOf(LogException.class)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());

        first.close();
        DataFolder.open(root).close();
    }

    @Test
    public void aFileIsNoFolder() throws IOException {
        Path file = folder.newFile("file").toPath();

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(LogException.class)
                .hasMessage("cannot use data folder " + file + ": " + file + " is a file");
    }

    @Test
    public void anUnknownFormatIsRefused() throws IOException {
        Path root = folder.getRoot().toPath();
        Files.writeString(root.resolve("format"), "millrace stream-service format 99\n");

        assertThatThrownBy(() -> DataFolder.open(root))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("has format 'millrace stream-service format 99'")
                .hasMessageContaining("this version reads");
    }

    @Test
    public void theFormatBeforeChannelsIsTakenAndRefusedByProgramsOfItsTimeFromThenOn() throws IOException {
        Path root = folder.getRoot().toPath();
        Files.createDirectories(root.resolve("log"));
        Files.writeString(root.resolve("format"), "millrace stream-service format 4\n");

        DataFolder.open(root).close();

        assertThat(root.resolve("format")).hasContent("millrace stream-service format 5\n");
        DataFolder.open(root).close();
    }

    @Test
    public void aLogWithoutAFormatIsRefused() throws IOException {
        Path root = folder.getRoot().toPath();
        Files.createDirectories(root.resolve("log"));

        assertThatThrownBy(() -> DataFolder.open(root))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("no file 'format'");
    }
}
