package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.delivery.ObjectStore.NewObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FolderStoreTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private FolderStore store;

    @Before
    public void open() {
        root = folder.getRoot().toPath().resolve("buckets");
        store = new FolderStore(root);
    }

    @Test
    public void anObjectIsSeenWhenItIsWhole() throws IOException {
        try (NewObject object = store.create("lake", "a/b/c", ".draft")) {
            object.content().write("text".getBytes(StandardCharsets.UTF_8));
            assertThat(store.exists("lake", "a/b/c")).isFalse();
            assertThat(root.resolve("lake/a/b/c")).doesNotExist();
            object.publish();
        }
        assertThat(store.exists("lake", "a/b/c")).isTrue();
        assertThat(root.resolve("lake/a/b/c")).hasContent("text");
        assertThat(root.resolve("lake/a/b/.draft")).doesNotExist();
    }

    @Test
    public void whatIsNotPublishedLeavesNothing() throws IOException {
        store.create("lake", "a", ".draft").close();
        assertThat(root.resolve("lake")).isEmptyDirectory();
    }

    @Test
    public void nothingGetsOutOfTheBucketsFolder() throws IOException {
        Path outside = folder.newFile("outside").toPath();
        for (String key : List.of("../../outside", "a/../../../outside", outside.toString(), "a//b", "", "./a", "a/")) {
            assertThatThrownBy(() -> store.create("lake", key, ".draft"))
                    .as(key)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot write the object " + key + " of bucket lake");
        }
        for (String bucket : List.of("..", "...", "a/b", "../x", "", "Lake")) {
            assertThatThrownBy(() -> store.create(bucket, "a", ".draft"))
                    .as(bucket)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the bucket name '" + bucket + "'");
        }
        assertThat(outside).isEmptyFile();
        assertThat(Files.exists(root)).isFalse();
    }
}
